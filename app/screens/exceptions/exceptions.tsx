import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Badge, Banner, Button, ButtonGroup, Details, EmptyState, Link, Page, Section, Stack, Text, TextField, Time, Toast } from "../../ui";
import { ActButton, ActDialog, useSaying } from "../act-dialog";
import { useLiveOrders } from "../live";
import type { ExceptionGroup } from "./exceptions-page.server";
import type { loader } from "./exceptions.server";

export { action, loader } from "./exceptions.server";
export const meta = () => [{ title: "Exceptions · Switchyard" }];

const ORDERS_NAMED_MAX = 5;

export default function Exceptions() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useLiveOrders(after);
  return (
    <Page title="Exceptions" subtitle="What Switchyard could not do by itself">
      {page.groups.length === 0 ? (
        <Section><EmptyState title="Nothing needs you">Whatever Switchyard cannot do by itself shows here, with what was said and what to do.</EmptyState></Section>
      ) : page.groups.map((group) => <Exception key={group.refs.map((ref) => JSON.stringify(ref)).join()} group={group} say={say} />)}
      {page.more ? <Banner tone="info">There are more. They show as these are settled.</Banner> : null}
      <Toast message={message} />
    </Page>
  );
}

function Exception({ group, say }: { group: ExceptionGroup; say: ReturnType<typeof useSaying>["say"] }) {
  const [dismissing, setDismissing] = useState(false);
  const refs = JSON.stringify(group.refs);
  const times = group.refs.length === 1 ? undefined : `${group.refs.length} times`;
  return (
    <Section
      title={group.tried}
      actions={
        <ButtonGroup>
          <Button label="Dismiss" accessibleLabel={`Dismiss: ${group.tried}`} onPress={() => setDismissing(true)} />
          <ActButton label="Retry" accessibleLabel={`Retry: ${group.tried}`} emphasis="primary" hidden={{ act: "retry", refs }} onDone={say} />
        </ButtonGroup>
      }
    >
      <Stack direction="across">
        {times === undefined ? null : <Badge tone="attention" label={times} />}
        <Text as="span" tone="subdued"><Time at={group.at} /></Text>
      </Stack>
      <Details
        items={[
          { term: "What was said", value: group.said },
          { term: "What to do", value: group.suggestion },
          ...(group.orders.length === 0 ? [] : [{ term: group.orders.length === 1 ? "Order" : "Orders", value: <Orders orders={group.orders} /> }]),
        ]}
      />
      <ActDialog open={dismissing} title="Dismiss this" label="Dismiss" hidden={{ act: "dismiss", refs }} onClose={() => setDismissing(false)} onDone={say}>
        {(problems) => <TextField name="reason" label="Reason" hint="Kept with it, so that others know." required maxLength={200} problem={problems["reason"]} />}
      </ActDialog>
    </Section>
  );
}

const Orders = ({ orders }: { orders: ExceptionGroup["orders"] }) => (
  <Stack direction="across">
    {orders.slice(0, ORDERS_NAMED_MAX).map((order) => <Link key={order.id} to={`/orders/${encodeURIComponent(order.id)}`}>{order.name}</Link>)}
    {orders.length > ORDERS_NAMED_MAX ? <Text as="span" tone="subdued">{`and ${orders.length - ORDERS_NAMED_MAX} more`}</Text> : null}
  </Stack>
);
