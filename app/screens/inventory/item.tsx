import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, EmptyState, Link, Page, Section, Table, Time, type Column } from "../../ui";
import type { EntryRow, LevelRow } from "./inventory-page.server";
import type { loader } from "./item.server";
import { STATE_COLUMNS } from "./level-columns";

export { loader } from "./item.server";
export const meta = () => [{ title: "Item · Switchyard" }];

const LEVEL_COLUMNS: Column<LevelRow>[] = [{ key: "location", title: "Location", cell: (row) => row.location }, ...STATE_COLUMNS];

const ENTRY_COLUMNS: Column<EntryRow>[] = [
  { key: "at", title: "When", cell: (row) => <Time at={row.at} /> },
  { key: "cause", title: "Cause", cell: (row) => row.cause },
  { key: "location", title: "Location", cell: (row) => row.location },
  { key: "state", title: "State", cell: (row) => row.state },
  { key: "change", title: "Change", align: "end", cell: (row) => row.change },
  { key: "order", title: "Order", cell: (row) => (row.orderId === null ? "None" : <Link to={`/orders/${encodeURIComponent(row.orderId)}`} accessibleLabel={`Open the order of ${row.cause.toLowerCase()}`}>Open order</Link>) },
];

export default function Item() {
  const { page } = useLoaderData<typeof loader>();
  const badge = page.tracked ? (page.continueSelling ? <Badge tone="info" label="Sold below zero" /> : undefined) : <Badge tone="neutral" label="Not counted" />;
  return (
    <Page title={page.title} subtitle={page.sku === "" ? "No SKU" : page.sku} badge={badge} back={{ label: "Inventory", to: "/inventory" }}>
      <Section title="Levels" padding="edge">
        {page.levels.length === 0 ? <EmptyState title="Stocked nowhere">No location stocks this item.</EmptyState> : <Table caption={`Levels of ${page.title}`} columns={LEVEL_COLUMNS} rows={page.levels} />}
      </Section>
      <Section title="Entries" padding="edge">
        {page.entries.length === 0 ? <EmptyState title="No entries yet">Every change of this item's stock is written down here with its cause.</EmptyState> : <Table caption={`What made up the levels of ${page.title}, newest first`} columns={ENTRY_COLUMNS} rows={page.entries} />}
      </Section>
      {page.more ? <Banner tone="info">{`The newest ${page.entries.length} entries are shown.`}</Banner> : null}
    </Page>
  );
}
