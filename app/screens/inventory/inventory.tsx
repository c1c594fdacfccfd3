import { useLoaderData, useNavigate } from "@remix-run/react";
import { Banner, Button, ButtonGroup, EmptyState, FilterMenu, FilterRow, Filters, Page, Pagination, Section, Table, Text, useSurfacePath, type Column } from "../../ui";
import { useDownload } from "../download";
import { choosing, firstChosen, listPath, nextPagePath, previousPagePath, rangeWords, type ListAddress } from "../list-address";
import type { InventoryPage } from "./inventory-page.server";
import type { loader } from "./inventory.server";
import { STATE_COLUMNS } from "./level-columns";
import type { LevelRow } from "./level-rows.server";

export { loader } from "./inventory.server";
export const meta = () => [{ title: "Inventory · Switchyard" }];

const BASE = "/inventory";
const PER_PAGE = 25;
const SHOW_OPTIONS = [{ value: "low", label: "Low" }, { value: "negative", label: "Below zero" }, { value: "differing", label: "Differed from your shop today" }];

const COLUMNS: Column<LevelRow>[] = [
  { key: "title", title: "Item", sortable: true, cell: (row) => row.title },
  { key: "sku", title: "SKU", sortable: true, cell: (row) => (row.sku === "" ? <Text as="span" tone="subdued">No SKU</Text> : row.sku) },
  { key: "location", title: "Location", cell: (row) => row.location },
  ...STATE_COLUMNS,
];

export default function Inventory() {
  const { page } = useLoaderData<typeof loader>();
  const { address, rows, nextCursor, sort } = page;
  const { busy, problem, download } = useDownload();
  const sortTo = (key: string) => choosing(BASE, address, "sort", [`${key}:${sort.key === key && sort.direction === "up" ? "down" : "up"}`]);
  return (
    <Page
      title="Inventory"
      subtitle="How many you really have, by item and location. Every number opens the entries that make it up."
      actions={(
        <ButtonGroup>
          <Button label="Export" accessibleLabel="Export this list as CSV" busy={busy} onPress={() => download(listPath(`${BASE}.csv`, address.chosen))} />
          <Button label="Import" accessibleLabel="Import counts or thresholds from CSV" to="/inventory/import" />
        </ButtonGroup>
      )}
    >
      {problem === null ? null : <Banner tone="critical">{problem}</Banner>}
      <Section padding="edge">
        <Filters search={{ label: "Search inventory", placeholder: "Search by SKU or title", name: "search", value: firstChosen(address, "search"), keep: kept(address) }} />
        <Narrowing page={page} />
        {rows.length === 0 ? <Nothing address={address} /> : (
          <Table caption="Stock by item and location" columns={COLUMNS} rows={rows} rowTo={(row) => `${BASE}/${encodeURIComponent(row.itemId)}`} sort={{ ...sort, to: sortTo }} />
        )}
        {rows.length === 0 ? null : (
          <Pagination label="Pages of inventory" previousTo={previousPagePath(BASE, address)} nextTo={nextPagePath(BASE, address, nextCursor)} range={itemsWords(address, rows)} />
        )}
      </Section>
    </Page>
  );
}

/** Pages are of items: an item at three locations has three rows. */
const itemsWords = (address: ListAddress, rows: readonly LevelRow[]): string => `Items ${rangeWords(address, new Set(rows.map((row) => row.itemId)).size, PER_PAGE)}`;

const kept = ({ chosen }: ListAddress): Record<string, string> =>
  Object.fromEntries(["location", "show", "sort"].flatMap((name) => (chosen[name]?.[0] === undefined ? [] : [[name, chosen[name][0]]])));

function Narrowing({ page: { address, locations } }: { page: InventoryPage }) {
  const path = useSurfacePath();
  const navigate = useNavigate();
  const choose = (name: string) => (values: string[]) => navigate(path(choosing(BASE, address, name, values)), { preventScrollReset: true });
  return (
    <FilterRow label="Narrow the list">
      <FilterMenu label="Show only" options={SHOW_OPTIONS} selected={address.chosen["show"] ?? []} onChange={choose("show")} />
      <FilterMenu label="Location" single options={locations} selected={address.chosen["location"] ?? []} onChange={choose("location")} />
    </FilterRow>
  );
}

function Nothing({ address }: { address: ListAddress }) {
  if (firstChosen(address, "search") !== "") return <EmptyState title="No item matches" action={{ label: "Clear the search", to: choosing(BASE, address, "search", []) }}>Search looks for SKUs and titles.</EmptyState>;
  if (Object.keys(address.chosen).some((name) => name !== "sort")) return <EmptyState title="Nothing here" action={{ label: "Show all items", to: BASE }}>No item is like that now.</EmptyState>;
  return <EmptyState title="No stock yet" action={{ label: "See how far the import is", to: "/setup?step=import" }}>Switchyard is reading your items. They show here as they come in.</EmptyState>;
}
