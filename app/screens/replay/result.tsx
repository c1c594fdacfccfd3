import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, BarChart, Button, ColumnChart, EmptyState, Link, Page, Pagination, Progress, Section, Stack, Table, Text, Time, Toast, type Column } from "../../ui";
import { ActButton, useSaying } from "../act-dialog";
import { useDownload } from "../download";
import { useRefresh } from "../use-refresh";
import type { ChangedRow, MeasureRow, PeerRow, ReplayResult } from "./result-page.server";
import type { loader } from "./result.server";

export { action, loader } from "./result.server";
export const meta = () => [{ title: "Replay · Switchyard" }];

const REFRESH_MS = 1_500;
type Shown = NonNullable<ReplayResult["result"]>;

export default function Result() {
  const { page, runId, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const { run, result, draftPath } = page;
  useRefresh(run.status === "running", REFRESH_MS);
  return (
    <Page
      title={page.title} back={{ label: "Replay", to: "/replay" }} badge={<Badge {...run.state} />} subtitle={page.period}
      actions={run.status === "running" ? <ActButton label="Cancel" accessibleLabel="Cancel the replay" hidden={{ act: "cancel" }} onDone={say} /> : draftPath === null ? null : <Button label="Back to the draft" emphasis="primary" to={draftPath} />}
    >
      {run.status === "running" ? <UnderWay run={run} /> : null}
      {run.status === "failed" ? <Banner tone="critical" title="The replay stopped" action={{ label: "Begin another", to: "/replay" }}>{run.problem}</Banner> : null}
      {run.status === "cancelled" ? <Section><EmptyState title="It was cancelled" action={{ label: "Begin another", to: "/replay" }}>Nothing is kept of it.</EmptyState></Section> : null}
      {result === null ? null : <Found result={result} runId={runId} after={after} />}
      <Toast message={message} />
    </Page>
  );
}

const UnderWay = ({ run }: { run: ReplayResult["run"] }) => (
  <Section title="Under way">
    <Stack>
      <Progress label="Orders routed again" done={run.done} total={run.total ?? 0} />
      <Text tone="subdued">It goes on by itself; you may leave this page. Your orders and stock are not touched.</Text>
    </Stack>
  </Section>
);

const MEASURES: Column<MeasureRow>[] = [
  { key: "label", title: "Measure", cell: (row) => row.label },
  { key: "base", title: "Compared with", align: "end", cell: (row) => row.base },
  { key: "draft", title: "Tried", align: "end", cell: (row) => row.draft },
  { key: "change", title: "Change", align: "end", cell: (row) => <Stack gap="tight"><Text as="span">{row.change}</Text><Text as="span" size="small" tone="subdued">{row.interval}</Text></Stack> },
];

const PEERS: Column<PeerRow>[] = [
  { key: "name", title: "Rule", cell: (row) => <Stack gap="tight"><Text as="span">{row.name}</Text>{row.source === null ? null : <Text as="span" size="small" tone="subdued">{row.source}</Text>}</Stack> },
  { key: "parcels", title: "Parcels", align: "end", cell: (row) => row.parcels },
  { key: "cost", title: "Cost", align: "end", cell: (row) => <Stack gap="tight"><Text as="span">{row.cost}</Text>{row.change === "" ? null : <Text as="span" size="small" tone="subdued">{row.change}</Text>}</Stack> },
  { key: "notShipped", title: "Not shipped", align: "end", cell: (row) => row.notShipped, wideOnly: true },
  { key: "carbon", title: "CO2e", align: "end", cell: (row) => row.carbon, wideOnly: true },
];

function Found({ result, runId, after }: { result: Shown; runId: string; after: number }) {
  return (
    <>
      {result.estimated === null ? null : <Banner tone="attention" title="A part of this is an estimate">{result.estimated}</Banner>}
      <Section title="In short">
        <Stack>
          <Text as="p" size="large">{result.headline}</Text>
          <Text tone="subdued">{result.counts}</Text>
        </Stack>
      </Section>
      <Section title="By measure" padding="edge"><Table caption="What each policy would have done" columns={MEASURES} rows={result.measures} /></Section>
      <Section title="Side by side">
        <Stack gap="loose">
          {result.bars.map(({ caption, label, bars }) => <Stack key={label} gap="tight"><Text as="p">{label}</Text><BarChart caption={caption} columns={["Policy", label]} bars={bars} /></Stack>)}
          <ColumnChart caption={result.columnsCaption} columns={["Begins", "Saved"]} bars={result.columns} summary={result.columnsSummary} />
        </Stack>
      </Section>
      <Section title="The published rules of others, on the same orders" padding="edge"><Table caption="Policies and published rules on the same orders" columns={PEERS} rows={result.peers} /></Section>
      <Changed result={result} runId={runId} after={after} />
      <Section title="How it was reckoned"><Text tone="subdued">{result.method}</Text></Section>
    </>
  );
}

const ORDERS: Column<ChangedRow>[] = [
  { key: "order", title: "Order", cell: (row) => <Stack gap="tight"><Link to={`/orders/${encodeURIComponent(row.orderId)}`}>{row.name}</Link><Text as="span" size="small" tone="subdued"><Time at={row.placedAt} />{row.estimated ? ", stock estimated" : ""}</Text></Stack> },
  { key: "before", title: "Compared with", cell: (row) => row.before },
  { key: "after", title: "Tried", cell: (row) => row.after },
  { key: "saving", title: "Difference", align: "end", cell: (row) => row.saving },
];

function Changed({ result, runId, after }: { result: Shown; runId: string; after: number }) {
  const { busy, problem, download } = useDownload();
  const base = `/replay/${encodeURIComponent(runId)}`;
  const { orders, nextRank, changedOrders } = result;
  if (changedOrders === 0) return <Section title="Orders that would change"><Text tone="subdued">None: every order would have shipped from the same places.</Text></Section>;
  return (
    <Section
      title={`Orders that would change: ${changedOrders.toLocaleString("en-US")}`} padding="edge"
      actions={<Button label="Download CSV" accessibleLabel="Download the orders that would change as CSV" busy={busy} onPress={() => download(`/replay-orders.csv?run=${encodeURIComponent(runId)}`)} />}
    >
      {problem === null ? null : <Banner tone="critical">{problem}</Banner>}
      <Table caption="Orders that would change, those that differ most first" columns={ORDERS} rows={orders} />
      {after < 0 && nextRank === null ? null : (
        <Pagination label="Pages of orders" previousTo={after < 0 ? null : base} nextTo={nextRank === null ? null : `${base}?after=${nextRank}`} range={`${(after + 2).toLocaleString("en-US")} to ${(after + 1 + orders.length).toLocaleString("en-US")}`} />
      )}
    </Section>
  );
}
