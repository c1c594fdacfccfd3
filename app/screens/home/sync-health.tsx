import { Badge, Details, Link, Progress, Section, Stack, Text, Time } from "../../ui";
import { ActButton, type useSaying } from "../act-dialog";
import type { Comparison, StoreSync } from "./sync.server";

type Say = ReturnType<typeof useSaying>["say"];

/** How well each store and Switchyard agree, and the button that has them compared. */
export const SyncHealth = ({ stores, say }: { stores: StoreSync[]; say: Say }) => (
  <>
    {stores.map((store) => (
      <Section
        key={store.id}
        title={stores.length === 1 ? "Sync health" : `Sync health: ${store.name}`}
        actions={<ActButton label="Compare now" accessibleLabel={`Compare now: ${store.name}`} disabled={isComparing(store)} hidden={{ act: "compare", storeId: store.id }} onDone={say} />}
      >
        <Health store={store} />
      </Section>
    ))}
  </>
);

const isComparing = (store: StoreSync): boolean => store.comparisons.some((comparison) => comparison.status === "running");

/** What the live feed does not tell of: a comparison on its way, differences that are looked into, and calls that fail. */
export const isUnsettled = (store: StoreSync): boolean => isComparing(store) || store.differing.stillLooking > 0 || store.waitsBecause !== null;

function Health({ store }: { store: StoreSync }) {
  const state = stateOf(store);
  return (
    <Stack gap="loose">
      <Stack direction="across"><Badge {...state} /></Stack>
      <Details
        items={[
          { term: "Last event", value: store.lastEventAt === null ? "None yet" : <Time at={store.lastEventAt} /> },
          { term: "Waiting", value: <Waiting store={store} /> },
          { term: "Compared within", value: <Link to={`/drift?store=${encodeURIComponent(store.id)}`}>{store.comparedWithin ?? "Not everything yet"}</Link> },
          { term: "Differences today", value: <Drift differing={store.differing} /> },
          ...store.comparisons.map((comparison) => ({ term: comparison.what === "stock" ? "Stock compared" : "Orders compared", value: <Compared comparison={comparison} /> })),
          ...(store.comparisons.length === 0 ? [{ term: "Compared", value: "Not yet" }] : []),
        ]}
      />
    </Stack>
  );
}

function stateOf(store: StoreSync): { tone: "positive" | "info" | "attention" | "critical"; label: string } {
  if (store.missingScopes.length > 0) return { tone: "critical", label: "Permission missing" };
  if (store.comparisons.some((comparison) => comparison.status === "failed")) return { tone: "critical", label: "A comparison stopped" };
  if (store.silence !== null) return { tone: "attention", label: "Does not answer" };
  if (store.drift.length > 0) return { tone: "attention", label: store.drift.some((one) => one.kind === "drift-growing") ? "Drift is growing" : "Not compared for long" };
  if (store.quietSince !== null) return { tone: "attention", label: "Unusually quiet" };
  if (isComparing(store)) return { tone: "info", label: "Comparing" };
  if (store.waitsBecause !== null) return { tone: "attention", label: "Calls to your shop fail" };
  return store.waiting === 0 ? { tone: "positive", label: "Up to date" } : { tone: "info", label: "Working" };
}

function Waiting({ store: { waiting, waitsBecause } }: { store: StoreSync }) {
  if (waiting === 0) return <>Nothing</>;
  return (
    <Stack gap="tight">
      <Text>{`${waiting.toLocaleString("en-US")} to be worked on`}</Text>
      {waitsBecause === null ? null : <Text tone="critical" size="small">{`${waitsBecause} It is tried again by itself.`}</Text>}
    </Stack>
  );
}

function Drift({ differing: { value, more, stillLooking, compared } }: { differing: StoreSync["differing"] }) {
  const of = compared === null ? "" : ` of ${compared.toLocaleString("en-US")} levels`;
  if (value === 0) return <>{`None${of}`}</>;
  return (
    <Stack gap="tight">
      <Link to="/inventory?show=differing">{`${value.toLocaleString("en-US")}${more ? "+" : ""}${of}`}</Link>
      {stillLooking === 0 ? <Text tone="subdued" size="small">All explained</Text> : <Text tone="critical" size="small">{`${stillLooking} without a cause yet`}</Text>}
    </Stack>
  );
}

function Compared({ comparison: { status, at, done, total, result } }: { comparison: Comparison }) {
  if (status === "running") return total === null ? <>{`Under way: ${done.toLocaleString("en-US")} so far`}</> : <Progress label="Compared" done={done} total={total} />;
  return (
    <Stack gap="tight">
      <Time at={at} />
      <Text size="small" tone={status === "failed" ? "critical" : "subdued"}>{result}</Text>
      {status === "failed" ? <Link to="/exceptions?kind=runs">What to do</Link> : null}
    </Stack>
  );
}
