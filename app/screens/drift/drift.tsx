import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, Columns, ColumnChart, Details, EmptyState, Grid, Link, NumberLink, Page, Pagination, Section, Stack, Stat, Table, Tabs, Text, Time, Toast, type Column } from "../../ui";
import { ActButton, useSaying } from "../act-dialog";
import { choosing, firstChosen, listPath, nextPagePath, previousPagePath, rangeWords } from "../list-address";
import { useRefresh } from "../use-refresh";
import type { CauseRow, DriftPage } from "./drift-page.server";
import type { DriftRow } from "./drift-rows.server";
import type { loader } from "./drift.server";

export { action, loader } from "./drift.server";
export const meta = () => [{ title: "Drift · Switchyard" }];

const BASE = "/drift";
const ROWS_A_PAGE = 25;
const REFRESH_MS = 20_000;
type Say = ReturnType<typeof useSaying>["say"];

export default function Drift() {
  const { page } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useRefresh(true, REFRESH_MS);
  const { store, stores, notices } = page;
  return (
    <Page
      title="Drift" back={{ label: "Home", to: "/" }} subtitle="Where Switchyard and your shop differed, why, and whether it is mended"
      actions={<ActButton label="Compare now" accessibleLabel={`Compare now: ${store.name}`} hidden={{ act: "compare", storeId: store.id }} onDone={say} />}
    >
      {stores.length === 1 ? null : <Tabs label="Shops" active={store.id} items={stores.map(({ id, name }) => ({ id, title: name, to: listPath(BASE, { store: [id] }) }))} />}
      {notices.map((notice) => (
        <Banner key={notice.id} tone={notice.kind === "drift-growing" ? "critical" : "attention"} title={notice.title}>
          <Text>{notice.text}</Text>
          <Text size="small" tone="subdued">Since <Time at={notice.since} /></Text>
        </Banner>
      ))}
      <Bound page={page} />
      <Unsettled page={page} say={say} />
      <Columns main={<Causes page={page} />} side={<Lasting page={page} />} />
      <Recent page={page} />
      <Toast message={message} />
    </Page>
  );
}

function Bound({ page: { bound, unsettledCount, store } }: { page: DriftPage }) {
  return (
    <Section title={`How old what we know of ${store.name} can be`}>
      <Stack gap="loose">
        <Text as="p" size="large">
          {bound.atMost === null ? "Not everything has been compared with your shop yet." : `Every level and every order was compared with your shop at most ${bound.atMost} ago.`}
        </Text>
        <Text tone="subdued">{bound.why}</Text>
        <Grid>
          <Stat value={bound.stock ?? "Not yet"} label="Stock" note="Since all was compared, at most" />
          <Stat value={bound.orders ?? "Not yet"} label="Orders" note="Since changes were read, at most" />
          <Stat value={unsettledCount.toLocaleString("en-US")} label="Open" note={unsettledCount === 0 ? "All mended and explained" : "Not mended, or cause not known"} tone={unsettledCount === 0 ? "neutral" : "attention"} />
        </Grid>
      </Stack>
    </Section>
  );
}

function Unsettled({ page: { unsettled, unsettledCount, store }, say }: { page: DriftPage; say: Say }) {
  if (unsettled.length === 0) return null;
  return (
    <Section title="Open" padding="edge">
      <Table caption="Drifts that are not mended, or whose cause is not known" columns={[...OPEN_COLUMNS, againColumn(store.id, say)]} rows={unsettled} />
      {unsettledCount > unsettled.length ? <Text tone="subdued">{`The newest ${unsettled.length} of ${unsettledCount.toLocaleString("en-US")}.`}</Text> : null}
    </Section>
  );
}

const what: Column<DriftRow> = {
  key: "what", title: "What", cell: (row) => <Stack gap="tight"><Link to={`${BASE}/${encodeURIComponent(row.id)}`}>{row.what}</Link><Text as="span" size="small" tone="subdued">{row.gap}</Text></Stack>,
};
const cause: Column<DriftRow> = { key: "cause", title: "Cause", cell: (row) => <Badge {...row.cause} /> };
const found: Column<DriftRow> = { key: "found", title: "Found", cell: (row) => <Stack gap="tight"><Time at={row.foundAt} /><Text as="span" size="small" tone="subdued">{row.foundBy}</Text></Stack> };

const OPEN_COLUMNS: Column<DriftRow>[] = [
  what, cause, found,
  { key: "todo", title: "What to do", cell: (row) => (row.decideBy === null || row.open ? row.todo : <>Nothing: it is mended, and its cause is settled <Time at={row.decideBy} /> at the latest.</>) },
];

const againColumn = (storeId: string, say: Say): Column<DriftRow> => ({
  key: "again", title: "State", align: "end",
  cell: (row) => (row.open ? <ActButton label="Retry" accessibleLabel={`Retry: read ${row.what} again`} hidden={{ act: "read-again", storeId, driftId: row.id }} onDone={say} /> : <Text as="span" tone="subdued">Mended</Text>),
});

const RECENT_COLUMNS: Column<DriftRow>[] = [
  what, cause, found,
  { key: "lasted", title: "Lasted", align: "end", cell: (row) => row.lasted ?? <Badge tone="attention" label="Open" /> },
];

const causeTo = (page: DriftPage, id: string): string => choosing(BASE, page.address, "cause", [id]);

function Causes({ page }: { page: DriftPage }) {
  const count = (key: "day" | "week" | "month", title: string, words: string): Column<CauseRow> => ({
    key, title, align: "end", cell: (row) => (row[key] === 0 ? "0" : <NumberLink to={causeTo(page, row.id)} value={row[key]} accessibleLabel={`${row[key]} in the last ${words}: ${row.label}`} />),
  });
  const columns: Column<CauseRow>[] = [
    { key: "cause", title: "Cause", cell: (row) => row.label },
    { key: "whose", title: "Whose doing", cell: (row) => row.whose, wideOnly: true },
    count("day", "24 h", "24 hours"), count("week", "7 d", "7 days"), count("month", "30 d", "30 days"),
  ];
  const found = page.causes.filter((row) => row.month > 0);
  return (
    <Section title="By cause" padding={found.length === 0 ? "normal" : "edge"}>
      {found.length === 0 ? <Text tone="subdued">No drift in 30 days.</Text> : <Table caption="Drifts by cause" columns={columns} rows={found} />}
    </Section>
  );
}

function Lasting({ page: { durations, lost, days } }: { page: DriftPage }) {
  const troubles = days.reduce((sum, day) => sum + day.troubles, 0);
  const day = (at: number) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <Section title="Last 30 days">
      <Stack gap="loose">
        <Details
          items={[
            { term: "Half lasted at most", value: durations === null ? "No drift yet" : durations.median },
            { term: "95 of 100 lasted at most", value: durations === null ? "No drift yet" : durations.p95 },
            { term: "Lost messages", value: `${lost.count.toLocaleString("en-US")}: ${lost.orders}` },
          ]}
        />
        <ColumnChart
          caption="Drifts a day, without what was changed outside and told in time" columns={["Day", "Drifts"]}
          bars={days.map(({ at, troubles: value }) => ({ label: day(at), value, text: value.toLocaleString("en-US") }))}
          summary={troubles === 0 ? "No drift with a fault behind it in 30 days" : `${troubles.toLocaleString("en-US")} with a fault behind them in 30 days`}
        />
      </Stack>
    </Section>
  );
}

function Recent({ page }: { page: DriftPage }) {
  const { address, causes, rows, nextCursor } = page;
  const chosen = causes.find(({ id }) => id === firstChosen(address, "cause"));
  const [previous, next] = [previousPagePath(BASE, address), nextPagePath(BASE, address, nextCursor)];
  return (
    <Section title={chosen === undefined ? "Recent" : `Recent: ${chosen.label.toLowerCase()}`} actions={chosen === undefined ? undefined : <Link to={choosing(BASE, address, "cause", [])}>All causes</Link>} padding="edge">
      {rows.length === 0 ? (
        <EmptyState title={chosen === undefined ? "No drift" : "None of this cause"} action={chosen === undefined ? { label: "Go to Home", to: "/" } : { label: "All causes", to: choosing(BASE, address, "cause", []) }}>
          Whatever Switchyard and your shop ever disagreed about shows here for 90 days, with what caused it and how it was mended.
        </EmptyState>
      ) : <Table caption="Drifts, newest first" columns={RECENT_COLUMNS} rows={rows} />}
      {previous === null && next === null ? null : <Pagination label="Pages of drifts" previousTo={previous} nextTo={next} range={rangeWords(address, rows.length, ROWS_A_PAGE)} />}
    </Section>
  );
}
