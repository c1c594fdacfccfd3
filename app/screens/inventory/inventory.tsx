import { useLoaderData } from "@remix-run/react";
import { EmptyState, Filters, Page, Pagination, Section, Stack, Table, Text, type Column } from "../../ui";
import type { InventoryAddress, LevelRow } from "./inventory-page.server";
import type { loader } from "./inventory.server";
import { STATE_COLUMNS } from "./level-columns";

export { loader } from "./inventory.server";
export const meta = () => [{ title: "Inventory · Switchyard" }];

const COLUMNS: Column<LevelRow>[] = [
  { key: "item", title: "Item", cell: (row) => <Stack gap="tight"><span>{row.title}</span><Text as="span" size="small" tone="subdued">{row.sku === "" ? "No SKU" : row.sku}</Text></Stack> },
  { key: "location", title: "Location", cell: (row) => row.location },
  ...STATE_COLUMNS,
];

function pathOf({ search }: InventoryAddress, cursor: string | null): string {
  const parameters = new URLSearchParams({ ...(search === "" ? {} : { search }), ...(cursor === null ? {} : { cursor }) }).toString();
  return parameters === "" ? "/inventory" : `/inventory?${parameters}`;
}

export default function Inventory() {
  const { page } = useLoaderData<typeof loader>();
  const { address, rows, nextCursor } = page;
  return (
    <Page title="Inventory" subtitle="What Switchyard knows of your stock, by item and location. Change stock in your shop: it shows here at once.">
      <Section padding="edge">
        <Filters search={{ label: "Search inventory", placeholder: "Search by SKU or title", name: "search", value: address.search, keep: {} }} />
        {rows.length === 0 ? <Nothing search={address.search} /> : (
          <Table caption="Stock by item and location" columns={COLUMNS} rows={rows} rowTo={(row) => `/inventory/${encodeURIComponent(row.itemId)}`} />
        )}
        {rows.length > 0 ? <Pagination label="Pages of inventory" previousTo={address.cursor === null ? null : pathOf(address, null)} nextTo={nextCursor === null ? null : pathOf(address, nextCursor)} range={address.cursor === null ? "First page" : "Previous leads to the first page"} /> : null}
      </Section>
    </Page>
  );
}

const Nothing = ({ search }: { search: string }) =>
  search === ""
    ? <EmptyState title="No stock yet">Switchyard is reading your items. They show here as they come in.</EmptyState>
    : <EmptyState title="No item matches" action={{ label: "Clear the search", to: "/inventory" }}>Search looks for SKUs and titles.</EmptyState>;
