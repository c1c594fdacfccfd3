import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Badge, Banner, Button, Details, EmptyState, Link, Page, Section, Stack, Table, Text, Time, Timeline, Toast, type Column } from "../../ui";
import { useSaying } from "../act-dialog";
import { useRefresh } from "../use-refresh";
import type { EntryRow } from "./entry-rows.server";
import type { DifferenceRow, ItemPage, PendingRow } from "./item-page.server";
import type { loader } from "./item.server";
import { ChangeDialog } from "./item-dialogs";
import { STATE_COLUMNS } from "./level-columns";
import type { LevelRow } from "./level-rows.server";

export { action, loader } from "./item.server";
export const meta = () => [{ title: "Item · Switchyard" }];

const ENTRY_COLUMNS: Column<EntryRow>[] = [
  { key: "cause", title: "Cause", cell: (row) => <Cause row={row} /> },
  { key: "at", title: "When", cell: (row) => <Time at={row.at} /> },
  { key: "location", title: "Location", cell: (row) => row.location },
  { key: "state", title: "State", cell: (row) => row.state },
  { key: "change", title: "Change", align: "end", cell: (row) => row.change },
];

const Cause = ({ row }: { row: EntryRow }) => (
  <Stack gap="tight">
    <span>{row.cause}{row.link === null ? null : <> <Link to={row.link.to} accessibleLabel={`${row.cause}: open ${row.link.label}`}>{row.link.label}</Link></>}</span>
    {row.note === "" ? null : <Text as="span" size="small" tone="subdued">{row.note}</Text>}
  </Stack>
);

const DIFFERENCE_COLUMNS: Column<DifferenceRow>[] = [
  { key: "where", title: "Where", cell: (row) => `${row.location}, ${row.state.toLowerCase()}` },
  { key: "expected", title: "Expected here", align: "end", cell: (row) => row.expected },
  { key: "found", title: "Your shop says", align: "end", cell: (row) => row.found },
  { key: "since", title: "Found", cell: (row) => <Stack gap="tight"><Time at={row.foundAt} />{row.knownRightAt === null ? null : <Text as="span" size="small" tone="subdued">Right until <Time at={row.knownRightAt} /></Text>}</Stack> },
  { key: "cause", title: "Likely cause", cell: (row) => <Stack gap="tight"><span>{row.cause}</span>{row.orderId === null ? null : <Link to={`/orders/${encodeURIComponent(row.orderId)}`}>Open the order</Link>}</Stack> },
  { key: "settled", title: "State", cell: (row) => (row.settled ? <Badge tone="neutral" label="Explained" /> : <Badge tone="critical" label="Being looked into" />) },
];

const PENDING_COLUMNS: Column<PendingRow>[] = [
  { key: "what", title: "Change", cell: (row) => row.what },
  { key: "location", title: "Location", cell: (row) => row.location },
  { key: "why", title: "Why", cell: (row) => row.note },
  { key: "at", title: "Asked", cell: (row) => <Time at={row.at} /> },
  { key: "state", title: "State", cell: (row) => (row.state === "refused" ? <Stack gap="tight"><span><Badge tone="critical" label="Refused" /></span><span>{row.problem ?? "Your shop gave no reason."}</span></Stack> : <Badge tone="attention" label="Pending" />) },
];

export default function Item() {
  const { page, requestKey } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const [changing, setChanging] = useState<LevelRow | null>(null);
  const [open, setOpen] = useState(false);
  const change = (row: LevelRow) => {
    setChanging(row);
    setOpen(true);
  };
  useRefresh(page.pending.some((row) => row.state === "waiting") || page.differences.some((row) => !row.settled));
  const badge = page.tracked ? (page.continueSelling ? <Badge tone="info" label="Sold below zero" /> : undefined) : <Badge tone="neutral" label="Not counted" />;
  return (
    <Page title={page.title} subtitle={page.sku === "" ? "No SKU" : page.sku} badge={badge} back={{ label: "Inventory", to: "/inventory" }}>
      {page.tracked && page.storeStatus !== "live" ? <Banner tone="info">Quantities can be changed from here once Switchyard is live in this store. Thresholds can be set at any time.</Banner> : null}
      <Section title="Levels" padding="edge">
        {page.levels.length === 0 ? <EmptyState title="Stocked nowhere">No location stocks this item. Stock it in your shop: it shows here at once.</EmptyState> : (
          <Table caption={`Levels of ${page.title}`} columns={levelColumns(page, change)} rows={page.levels} />
        )}
      </Section>
      {page.tracked ? <Section><Text>{`${page.promise} can be promised to new online orders now, over all locations that ship.`}</Text></Section> : null}
      {page.pending.length === 0 ? null : <Section title="Waiting for your shop" padding="edge"><Table caption={`Changes of ${page.title} that your shop has not confirmed`} columns={PENDING_COLUMNS} rows={page.pending} /></Section>}
      {page.differences.length === 0 ? null : <Section title="Differences to your shop" padding="edge"><Table caption="Differences that were found, newest first" columns={DIFFERENCE_COLUMNS} rows={page.differences} /></Section>}
      <Entries page={page} />
      {page.activity.length === 0 ? null : <Section title="Activity"><Timeline label={`Who changed ${page.title}`} items={page.activity} /></Section>}
      {changing === null ? null : <ChangeDialog key={changing.id} open={open} row={changing} page={page} requestKey={requestKey} onClose={() => setOpen(false)} onDone={say} />}
      <Toast message={message} />
    </Page>
  );
}

function levelColumns(page: ItemPage, change: (row: LevelRow) => void): Column<LevelRow>[] {
  const acts = (row: LevelRow) => <Button label="Change" accessibleLabel={`Change the stock in ${row.location}`} onPress={() => change(row)} />;
  return [
    { key: "location", title: "Location", cell: (row) => row.location },
    // Beside the name: at the end of so many columns nobody would find it without scrolling sideways.
    ...(page.tracked ? [{ key: "acts", title: "Actions", cell: acts }] : []),
    ...STATE_COLUMNS.map((column) => ({ ...column, sortable: false })),
    { key: "rule", title: "Low at", align: "end", cell: (row) => lowAt(page, row) },
  ];
}

const lowAt = (page: ItemPage, row: LevelRow): string => {
  const own = page.rules.find((rule) => rule.id === row.locationId)?.lowStockUnits ?? null;
  if (own !== null) return `${own}`;
  return page.storeLowStockUnits === null ? "Not watched" : `${page.storeLowStockUnits} (store)`;
};

function Entries({ page }: { page: ItemPage }) {
  const narrowed = page.shown.locationId !== null || page.shown.state !== null;
  const all = `/inventory/${encodeURIComponent(page.id)}`;
  return (
    <Section title={page.shown.words} padding="edge" actions={narrowed ? <Button label="Show all entries" to={all} /> : undefined}>
      {page.entries.length === 0 ? <EmptyState title="No entries" {...(narrowed ? { action: { label: "Show all entries", to: all } } : {})}>Every change of this item's stock is written down here with its cause.</EmptyState> : (
        <Table caption={`${page.shown.words}, newest first`} columns={ENTRY_COLUMNS} rows={page.entries} />
      )}
      {page.sum === null ? null : <Details items={[{ term: "Together", value: `${page.sum.entries} ${page.sum.entries === 1 ? "entry makes" : "entries make"} ${page.sum.units}` }]} />}
      {page.more ? <Banner tone="info">{`The newest ${page.entries.length} entries are shown.`}</Banner> : null}
    </Section>
  );
}
