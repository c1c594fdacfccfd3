import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, Columns, Page, Section, Stack, Text, Timeline, Toast } from "../../ui";
import { ActButton, useSaying } from "../act-dialog";
import { useLiveOrders } from "../live";
import { Attention } from "./attention";
import { Customer } from "./customer";
import { HeaderActs } from "./header-acts";
import { Lines } from "./lines";
import type { OrderPage, Permission } from "./order-page.server";
import { MovedByHand, TurnedDown } from "./reject";
import { Refunds } from "./refunds";
import type { loader } from "./order.server";
import { Shipments } from "./shipments";
import { ShipsFrom } from "./ships-from";
import { WhyRoutedHere } from "./why-routed";

export { action, loader } from "./order.server";
export const meta = () => [{ title: "Order · Switchyard" }];

export default function Order() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useLiveOrders(after, page.id);
  return (
    <Page title={page.name} badge={<Badge {...page.state} />} subtitle={page.subtitle} back={{ label: "Orders", to: "/orders" }} actions={<HeaderActs page={page} say={say} />}>
      <Notices page={page} say={say} />
      <Columns
        main={
          <>
            <ShipsFrom page={page} say={say} />
            <Shipments page={page} say={say} />
            <WhyRoutedHere why={page.why} />
            <Lines lines={page.lines} orderName={page.name} />
            <Refunds refunds={page.refunds} />
          </>
        }
        side={
          <>
            <Section title="Customer"><Customer page={page} /></Section>
            <Section title="Timeline">
              {page.timeline.length === 0 ? <Text tone="subdued">Nothing has happened yet.</Text> : <Timeline label="What happened to this order, newest first" items={page.timeline} />}
            </Section>
          </>
        }
      />
      <Toast message={message} />
    </Page>
  );
}

type Say = ReturnType<typeof useSaying>["say"];

function Notices({ page, say }: { page: OrderPage; say: Say }) {
  return (
    <>
      <Attention attention={page.attention} orderName={page.name} say={say} />
      {page.cancelling ? <Banner tone="attention" title="Being cancelled">Your shop has been asked to cancel this order. It says so here when it has.</Banner> : null}
      {page.permission.allowed ? null : <NotAllowed permission={page.permission} say={say} />}
      {page.held === null ? null : <Banner tone="attention" title="This order is held">{page.held.reason}</Banner>}
      <TurnedDown page={page} say={say} />
      <MovedByHand page={page} say={say} />
      {page.problem === null ? null : <Banner tone="attention" title="It cannot go on by itself">{page.problem}</Banner>}
    </>
  );
}

function NotAllowed({ permission, say }: { permission: Extract<Permission, { allowed: false }>; say: Say }) {
  if (!permission.takeOver) return <Banner tone="info">{permission.why}</Banner>;
  return (
    <Banner tone="info">
      <Stack>
        <Text>{permission.why}</Text>
        <ActButton label="Take over" hidden={{ act: "take-over" }} onDone={say} />
      </Stack>
    </Banner>
  );
}
