import { useLoaderData } from "@remix-run/react";
import { Banner, Columns, Details, EmptyState, Grid, Page, Section, Stack, Stat, Text, Time, Toast, Badge } from "../../ui";
import { useSaying } from "../act-dialog";
import { useLiveOrders } from "../live";
import type { Count, HomePage } from "./home-page.server";
import type { loader } from "./home.server";
import { STORE_EXPLANATIONS, STORE_STATES, StoreMode, StoreModeButtons } from "./store-mode";

export { action, loader } from "./home.server";
export const meta = () => [{ title: "Home · Switchyard" }];

export default function Home() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useLiveOrders(after);
  const state = STORE_STATES[page.store.status];
  return (
    <Page
      title={page.store.name}
      badge={<Badge tone={state.tone} label={state.label} />}
      subtitle={page.store.status === "live" ? STORE_EXPLANATIONS.live : undefined}
      actions={page.store.status === "live" ? <StoreModeButtons status={page.store.status} onDone={say} /> : undefined}
    >
      {page.store.status === "live" ? null : <StoreMode status={page.store.status} onDone={say} />}
      {page.start.orders ? <Attention page={page} /> : <FirstSteps page={page} />}
      <Columns
        main={<Section title="Today"><Today today={page.today} /></Section>}
        side={<Section title="Sync health"><SyncHealth sync={page.sync} /></Section>}
      />
      <Toast message={message} />
    </Page>
  );
}

const said = ({ value, more }: Count) => (more ? `${value}+` : `${value}`);

function Attention({ page }: { page: HomePage }) {
  const problems = { value: page.parked.value + page.failedReads.value, more: page.parked.more || page.failedReads.more };
  return (
    <Section title="Needs attention">
      <Grid>
        <Stat value={`${page.held}`} label="Held" note={page.held === 0 ? "Nothing held" : "Wait for a person"} tone={page.held === 0 ? "neutral" : "attention"} to="/orders?tab=held" />
        <Stat value={`${page.backordered}`} label="Can't be routed" note={page.backordered === 0 ? "Stock for all" : "Wait for stock"} tone={page.backordered === 0 ? "neutral" : "attention"} to="/orders?tab=backordered" />
        <Stat value={said(page.refused)} label="Refused calls" note={page.refused.value === 0 ? "Nothing refused" : "Your shop said no"} tone={page.refused.value === 0 ? "neutral" : "critical"} to="/exceptions" />
        <Stat value={said(problems)} label="Unread messages" note={problems.value === 0 ? "Everything read" : "Could not be read or applied"} tone={problems.value === 0 ? "neutral" : "critical"} to="/exceptions" />
      </Grid>
    </Section>
  );
}

function FirstSteps({ page }: { page: HomePage }) {
  return (
    <Section>
      {page.start.locations === 0 ? (
        <EmptyState title="Reading your shop" action={{ label: "See inventory", to: "/inventory" }}>
          Switchyard is reading your locations and stock. This takes a few minutes for a large catalogue; you can leave this page.
        </EmptyState>
      ) : (
        <EmptyState title="Ready for your first order" action={{ label: "Check your stock", to: "/inventory" }}>
          {`${page.start.locations === 1 ? "One location is" : `${page.start.locations} locations are`} connected. Place a test order in your shop: it appears here within seconds, with where it ships from and why.`}
        </EmptyState>
      )}
    </Section>
  );
}

function Today({ today }: { today: HomePage["today"] }) {
  return (
    <Grid>
      <Stat value={said(today.orders)} label={today.orders.value === 1 ? "Order placed" : "Orders placed"} to="/orders" />
      <Stat value={`${today.routed}`} label="Routed" note="Among today's orders" to="/orders?tab=to-ship" />
      <Stat value={`${today.shipped}`} label="Shipped" note="Among today's orders" tone={today.shipped > 0 ? "positive" : "neutral"} to="/orders?tab=shipped" />
    </Grid>
  );
}

function SyncHealth({ sync }: { sync: HomePage["sync"] }) {
  const caughtUp = sync.waiting === 0;
  return (
    <Stack gap="loose">
      {caughtUp ? <Text tone="positive">Everything that came in has been worked on.</Text> : (
        <Banner tone="info">{`${sync.waiting} ${sync.waiting === 1 ? "message waits" : "messages wait"} to be worked on.`}</Banner>
      )}
      <Details
        items={[
          { term: "Last order change", value: sync.lastOrderChangeAt === null ? "None yet" : <Time at={sync.lastOrderChangeAt} /> },
          { term: "Waiting", value: `${sync.waiting}` },
          ...(sync.oldestWaitingSince === null ? [] : [{ term: "Oldest waits since", value: <Time at={sync.oldestWaitingSince} /> }]),
          { term: "Orders compared up to", value: sync.readUntil === null ? "Not yet" : <Time at={sync.readUntil} /> },
        ]}
      />
    </Stack>
  );
}
