import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, Button, Columns, EmptyState, List, Page, Progress, Section, Stack, Text, Time, Toast } from "../../ui";
import { useSaying } from "../act-dialog";
import { useLiveOrders } from "../live";
import { useRefresh } from "../use-refresh";
import { AttentionCards } from "./attention-cards";
import type { HomePage } from "./home-page.server";
import type { loader } from "./home.server";
import { STORE_EXPLANATIONS, STORE_STATES, StoreMode, StoreModeButtons } from "./store-mode";
import { isUnsettled, SyncHealth } from "./sync-health";
import type { StoreSync } from "./sync.server";
import { Today } from "./today";

export { action, loader } from "./home.server";
export const meta = () => [{ title: "Home · Switchyard" }];

/** The live feed tells of orders alone; permissions, notices and quiet stores are looked for as well. */
const SETTLED_MS = 20_000;
const UNSETTLED_MS = 3_000;

export default function Home() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useLiveOrders(after);
  useRefresh(true, page.stores.some(isUnsettled) ? UNSETTLED_MS : SETTLED_MS);
  const state = STORE_STATES[page.store.status];
  const live = page.store.status === "live";
  return (
    <Page
      title={page.store.name}
      badge={<Badge tone={state.tone} label={state.label} />}
      subtitle={live ? STORE_EXPLANATIONS.live : undefined}
      actions={live ? <StoreModeButtons status={page.store.status} onDone={say} /> : undefined}
    >
      {page.stores.map((store) => <StoreNotices key={store.id} store={store} several={page.stores.length > 1} />)}
      {page.setup === null ? null : <SetupCard setup={page.setup} />}
      {live ? null : <StoreMode status={page.store.status} savings={page.savings} onDone={say} />}
      {page.start.orders ? <AttentionCards needs={page.needs} /> : <FirstSteps page={page} />}
      <Columns main={<Today page={page} />} side={<SyncHealth stores={page.stores} say={say} />} />
      <Toast message={message} />
    </Page>
  );
}

/** What has stopped, or may have, in a store: it stands above all else and stays until it is over. */
function StoreNotices({ store, several }: { store: StoreSync; several: boolean }) {
  const of = several ? ` of ${store.name}` : "";
  const { missingScopes } = store;
  return (
    <>
      {missingScopes.length === 0 ? null : (
        <Banner tone="critical" title={missingScopes.length === 1 ? `A permission${of} is missing` : `${missingScopes.length} permissions${of} are missing`} action={{ label: "See all permissions", to: "/settings/permissions" }}>
          <Stack>
            <List items={missingScopes.map(({ id, scope, stops }) => ({ key: id, content: `${scope}: ${stops}` }))} />
            <Text>To grant it again, open Switchyard from your shop's admin and accept what it asks for. What was missed meanwhile is read again by itself.</Text>
          </Stack>
        </Banner>
      )}
      {store.drift.map((notice) => (
        <Banner key={notice.id} tone={notice.kind === "drift-growing" ? "critical" : "attention"} title={`${notice.title}${several ? `: ${store.name}` : ""}`} action={{ label: "See why", to: `/drift?store=${encodeURIComponent(store.id)}` }}>
          <Text>{notice.text}</Text>
        </Banner>
      ))}
      {store.silence === null ? null : (
        <Banner tone="attention" title={`Your shop${of} does not answer`}>
          <Text>
            No answer since <Time at={store.silence.since} />. {heldWords(store.silence.held)} Switchyard asks again at <Time at={store.silence.retryAt} />, and goes on by itself.
          </Text>
        </Banner>
      )}
      {store.quietSince === null ? null : (
        <Banner tone="attention" title={`Your shop${of} is unusually quiet`}>
          <Text>Nothing was heard since <Time at={store.quietSince} />. If orders came in there, press Compare now: whatever no message told of is read.</Text>
        </Banner>
      )}
    </>
  );
}

const heldWords = ({ value, more }: { value: number; more: boolean }): string => {
  if (value === 0) return "Nothing waits to be written.";
  return `${value.toLocaleString("en-US")}${more ? "+" : ""} ${value === 1 ? "write is" : "writes are"} held, and none is lost.`;
};

const SetupCard = ({ setup }: { setup: NonNullable<HomePage["setup"]> }) => (
  <Section title="Set up Switchyard" actions={<Button label={setup.done === 0 ? "Start the setup" : "Go on with the setup"} emphasis="primary" to="/setup" />}>
    <Stack>
      <Text>Five steps: import, locations, routing, a look at what would change, and going live. Each can be left and taken up again.</Text>
      <Progress label="Steps done" done={setup.done} total={setup.of} />
    </Stack>
  </Section>
);

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
