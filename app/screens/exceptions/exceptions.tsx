import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Badge, Banner, Button, ButtonGroup, Details, EmptyState, Link, Page, Pagination, Section, Stack, Tabs, Text, TextField, Time, Toast } from "../../ui";
import { ActButton, ActDialog, useSaying } from "../act-dialog";
import { choosing, nextPagePath, previousPagePath } from "../list-address";
import { useLiveOrders } from "../live";
import { EXCEPTION_TABS, type ExceptionTab } from "./exception-words";
import type { ExceptionGroup, StoppedRun } from "./exceptions-page.server";
import type { loader } from "./exceptions.server";

export { action, loader } from "./exceptions.server";
export const meta = () => [{ title: "Exceptions · Switchyard" }];

const BASE = "/exceptions";
const ORDERS_NAMED_MAX = 5;
type Say = ReturnType<typeof useSaying>["say"];

export default function Exceptions() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useLiveOrders(after);
  const { address, groups, runs, tab } = page;
  const [previous, next] = [previousPagePath(BASE, address), nextPagePath(BASE, address, page.nextCursor)];
  return (
    <Page title="Exceptions" subtitle="What Switchyard could not do by itself" actions={<Button label="Drift from your shop" to="/drift" />}>
      <Tabs label="Exceptions by kind" active={tab} items={EXCEPTION_TABS.map(({ id, title }) => ({ id, title, to: choosing(BASE, { chosen: {} }, "kind", id === "all" ? [] : [id]) }))} />
      {page.drift.map((notice) => (
        <Banner key={notice.id} tone={notice.kind === "drift-growing" ? "critical" : "attention"} title={notice.title} action={{ label: "See why", to: "/drift" }}><Text>{notice.text}</Text></Banner>
      ))}
      {groups.length + runs.length === 0 ? <Section><Nothing tab={tab} /></Section> : null}
      {runs.map((run) => <Stopped key={run.runId} run={run} say={say} />)}
      {groups.map((group) => <Exception key={group.id} group={group} partial={page.partial} say={say} />)}
      {page.moreOf.map((kind) => <More key={kind} kind={kind} />)}
      {previous === null && next === null ? null : <Pagination label="Pages of exceptions" previousTo={previous} nextTo={next} range={`${groups.reduce((sum, group) => sum + group.refs.length, 0)} on this page`} />}
      <Toast message={message} />
    </Page>
  );
}

const titleOf = (kind: ExceptionTab): string => EXCEPTION_TABS.find(({ id }) => id === kind)?.title ?? "";

const More = ({ kind }: { kind: ExceptionTab }) => (
  <Banner tone="info" action={{ label: `See all: ${titleOf(kind).toLowerCase()}`, to: `${BASE}?kind=${kind}` }}>{`There are more ${titleOf(kind).toLowerCase()} than fit here.`}</Banner>
);

const EMPTY: Record<ExceptionTab, { title: string; text: string }> = {
  all: { title: "Nothing needs you", text: "Whatever Switchyard cannot do by itself shows here, with what was said and what to do." },
  calls: { title: "Nothing refused", text: "Your shop did all that it was asked." },
  messages: { title: "Everything read", text: "Every message from your shop was understood and applied." },
  runs: { title: "Nothing stopped", text: "Imports, comparisons and erasures came to their end." },
};

const Nothing = ({ tab }: { tab: ExceptionTab }) => (
  <EmptyState title={EMPTY[tab].title} action={tab === "all" ? { label: "Go to Home", to: "/" } : { label: "See all exceptions", to: BASE }}>{EMPTY[tab].text}</EmptyState>
);

function Exception({ group, partial, say }: { group: ExceptionGroup; partial: boolean; say: Say }) {
  const { refs, orders } = group;
  const [first] = orders;
  const of = first === undefined ? group.tried : `${group.tried}, ${orders.length === 1 ? `order ${first.name}` : `${orders.length} orders`}`;
  return (
    <Section title={group.tried} actions={<Acts of={of} again all={partial || refs.length > 1} hidden={partial ? { cause: group.id } : { refs: JSON.stringify(refs) }} say={say} />}>
      <Stack direction="across">
        {refs.length === 1 ? null : <Badge tone="attention" label={partial ? `${refs.length} times on this page` : `${refs.length} times`} />}
        <Text as="span" tone="subdued"><Time at={group.at} /></Text>
      </Stack>
      <Details
        items={[
          { term: "What was said", value: group.said },
          { term: "What to do", value: group.suggestion },
          ...(orders.length === 0 ? [] : [{ term: orders.length === 1 ? "Order" : "Orders", value: <Orders orders={orders} /> }]),
        ]}
      />
    </Section>
  );
}

const Stopped = ({ run, say }: { run: StoppedRun; say: Say }) => (
  <Section title={run.tried} actions={<Acts of={run.tried} again={run.again} all={false} hidden={{ runId: run.runId }} say={say} />}>
    <Stack direction="across"><Badge tone="critical" label="Stopped" /><Text as="span" tone="subdued"><Time at={run.at} /></Text></Stack>
    <Details items={[{ term: "What was said", value: run.said }, { term: "What it means", value: run.means }, { term: "What to do", value: run.suggestion }]} />
  </Section>
);

interface ActsProps {
  /** What is acted on, for screen readers. */
  of: string;
  again: boolean;
  /** It reaches more than one. */
  all: boolean;
  hidden: Record<string, string>;
  say: Say;
}

function Acts({ of, again, all, hidden, say }: ActsProps) {
  const [dismissing, setDismissing] = useState(false);
  const [retry, dismiss] = all ? ["Retry all", "Dismiss all"] : ["Retry", "Dismiss"];
  return (
    <>
      <ButtonGroup>
        <Button label={dismiss} accessibleLabel={`${dismiss}: ${of}`} onPress={() => setDismissing(true)} />
        {again ? <ActButton label={retry} accessibleLabel={`${retry}: ${of}`} emphasis="primary" hidden={{ act: "retry", ...hidden }} onDone={say} /> : null}
      </ButtonGroup>
      <ActDialog open={dismissing} title={all ? "Dismiss all of these" : "Dismiss this"} label={dismiss} hidden={{ act: "dismiss", ...hidden }} onClose={() => setDismissing(false)} onDone={say}>
        {(problems) => <TextField name="reason" label="Reason" hint="Kept with it, so that others know." required maxLength={200} problem={problems["reason"]} />}
      </ActDialog>
    </>
  );
}

const Orders = ({ orders }: { orders: ExceptionGroup["orders"] }) => (
  <Stack direction="across">
    {orders.slice(0, ORDERS_NAMED_MAX).map((order) => <Link key={order.id} to={`/orders/${encodeURIComponent(order.id)}`}>{order.name}</Link>)}
    {orders.length > ORDERS_NAMED_MAX ? <Text as="span" tone="subdued">{`and ${orders.length - ORDERS_NAMED_MAX} more`}</Text> : null}
  </Stack>
);
