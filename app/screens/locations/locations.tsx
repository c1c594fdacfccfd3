import { useLoaderData } from "@remix-run/react";
import { Badge, EmptyState, Link, List, Page, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import { calendarDay } from "../calendar-words";
import type { OverridesView } from "./learned.server";
import type { LocationRow } from "./locations-page.server";
import type { loader } from "./locations.server";

export { loader } from "./locations.server";
export const meta = () => [{ title: "Locations · Switchyard" }];

const Unset = ({ children }: { children: string }) => <Text as="span" tone="subdued">{children}</Text>;

const COLUMNS: Column<LocationRow>[] = [
  { key: "name", title: "Location", cell: (row) => <Name row={row} /> },
  { key: "address", title: "Address", cell: (row) => row.address },
  { key: "state", title: "State", cell: (row) => <State row={row} /> },
  { key: "due", title: "Due today", align: "end", cell: (row) => <Due row={row} /> },
  { key: "ships", title: "Ships what it is asked", align: "end", cell: (row) => (row.ships === null ? <Unset>Not measured</Unset> : <Ships ships={row.ships} />) },
  { key: "cutOff", title: "Cut-off", cell: (row) => (row.cutOff === null ? <Unset>None</Unset> : row.cutOff) },
  { key: "zone", title: "Time zone", wideOnly: true, cell: (row) => row.timeZone.replace(/_/g, " ") },
  { key: "holiday", title: "Next holiday", cell: (row) => (row.nextHoliday === null ? <Unset>None set</Unset> : `${calendarDay(row.nextHoliday.date)} ${row.nextHoliday.name}`) },
];

export default function Locations() {
  const { rows, overrides } = useLoaderData<typeof loader>();
  return (
    <Page title="Locations" subtitle="Where you ship from. Name and address come from your shop; when and how much a location ships is said here.">
      <Section padding="edge">
        {rows.length === 0
          ? <EmptyState title="No locations yet" action={{ label: "See how far the import is", to: "/setup" }}>Switchyard is reading the locations of your shop. They show here within a minute.</EmptyState>
          : <Table caption="Locations" columns={COLUMNS} rows={rows} rowTo={(row) => `/locations/${encodeURIComponent(row.id)}`} />}
      </Section>
      <MovedByHand overrides={overrides} />
    </Page>
  );
}

const Name = ({ row }: { row: LocationRow }) =>
  row.toCount === 0 ? <>{row.name}</> : (
    <Stack gap="tight"><span>{row.name}</span><span><Badge tone="attention" label={row.toCount === 1 ? "1 shelf to count" : `${row.toCount} shelves to count`} /></span></Stack>
  );

const Ships = ({ ships }: { ships: NonNullable<LocationRow["ships"]> }) => (
  <Stack gap="tight" align="end">
    <span>{ships.share}</span>
    <Text as="span" size="small" tone="subdued">{ships.seen === 0 ? "assumed" : `of ${ships.seen.toLocaleString("en-US")}`}</Text>
  </Stack>
);

/** What people decided instead of plans: each leads to its order. */
const MovedByHand = ({ overrides }: { overrides: OverridesView }) =>
  overrides.sentence === null ? null : (
    <Section title="Moved by hand this month">
      <Stack>
        <Text>{overrides.sentence}</Text>
        <List items={overrides.rows.map(({ id, to, label, text, at }) => ({ key: id, content: <><Link to={to}>{label}</Link> {text} <Text as="span" tone="subdued"><Time at={at} /></Text></> }))} />
      </Stack>
    </Section>
  );

type Standing = Pick<LocationRow, "active" | "pausedReason" | "shipsOnline" | "thirdParty">;

/** What keeps it from shipping comes first. */
export const State = ({ row }: { row: Standing }) => (
  <Stack gap="tight">
    <span><Badge {...stateOf(row)} /></span>
    {row.active && row.pausedReason !== null ? <Text as="span" size="small" tone="subdued">{row.pausedReason}</Text> : null}
  </Stack>
);

function stateOf({ active, pausedReason, shipsOnline, thirdParty }: Standing) {
  if (!active) return { tone: "critical", label: "Closed in your shop" } as const;
  if (pausedReason !== null) return { tone: "attention", label: "Paused" } as const;
  if (thirdParty) return { tone: "info", label: "Shipped by a third party" } as const;
  return shipsOnline ? { tone: "positive", label: "Ships online orders" } as const : { tone: "neutral", label: "Does not ship online" } as const;
}

function Due({ row }: { row: LocationRow }) {
  const due = `${row.due.value}${row.due.more ? "+" : ""}`;
  const full = row.dailyParcels !== null && row.due.value >= row.dailyParcels;
  const said = row.dailyParcels === null ? due : `${due} of ${row.dailyParcels}`;
  return full ? <Stack gap="tight" align="end"><span>{said}</span><Badge tone="attention" label="Full" /></Stack> : <span>{said}</span>;
}
