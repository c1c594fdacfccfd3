import { type ItemId, type LocationId, idOf } from "../../app/domain/ids";
import { DEFAULT_MERCHANT_POLICY } from "../../app/domain/policy/defaults";
import type { Condition, MerchantPolicy, PolicyRule } from "../../app/domain/policy/types";
import type { ActResult } from "../../app/flows/acts";
import type { FlowContext } from "../../app/flows/context";
import { createPolicyDraft, savePolicyDraft } from "../../app/flows/policy-drafts";
import { publishPolicyDraft, rollBackPolicy } from "../../app/flows/policy-publish";
import { publishPreset } from "../../app/flows/publish-policy";
import type { StoreRecord } from "../../app/domain/records";
import type { Happening } from "./happening";
import { ACTOR, storeNow } from "./acts-house";
import { alive } from "./steps";
import type { World } from "./world";

/** How the merchant wants orders routed, changed in the midst of it all. */
export const policyActs: readonly Happening[] = [
  [1, "publish policy", publish],
  [0.4, "publish preset", (world) => noted(world, "preset", (ctx, store) => publishPreset(ctx, { store, actor: ACTOR, preset: world.dice.pick(["lowest-cost", "fewest-parcels", "nearest-first"]) }))],
  [0.5, "roll back policy", rollBack],
];

const noted = async (world: World, name: string, act: (ctx: FlowContext, store: StoreRecord) => Promise<ActResult>): Promise<void> => {
  const store = await storeNow(world);
  const result = await alive(world, 0, (ctx) => act(ctx, store));
  world.trace.note(`${name} ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
};

export const SAID = { note: "Christmas is near.", despiteConflicts: true, despiteNewer: true };

async function publish(world: World): Promise<void> {
  const latest = await world.ground.db.latestPolicy(world.merchantId);
  if (!latest) return;
  const policy = { ...latest.policy, ...(await changesOf(world)) };
  await noted(world, "policy", (ctx, store) => publishAs(ctx, { store, policy, onto: latest.version }));
}

/** A draft from its first word to its publication. */
export const publishAs = async (ctx: FlowContext, { store, policy, onto }: { store: StoreRecord; policy: MerchantPolicy; onto: number }): Promise<ActResult> => {
  const ask = { store, actor: ACTOR };
  const draft = await createPolicyDraft(ctx, { ...ask, name: "Autumn", preset: null });
  if (!draft.ok) return draft;
  const saved = await savePolicyDraft(ctx, { ...ask, draftId: draft.draftId, version: 1, change: { policy } });
  return saved.ok ? publishPolicyDraft(ctx, { ...ask, ...SAID, draftId: draft.draftId, version: 2, onto }) : saved;
};

async function rollBack(world: World): Promise<void> {
  const [latest, ...older] = await world.ground.db.policyVersions(world.merchantId, { limit: 20 });
  if (!latest || older.length === 0) return;
  const { version } = world.dice.pick(older);
  await noted(world, "roll back", (ctx, store) => rollBackPolicy(ctx, { ...SAID, store, actor: ACTOR, version, onto: latest.version }));
}

const { waiting } = DEFAULT_MERCHANT_POLICY;
const WAITING: readonly MerchantPolicy["waiting"][] = [waiting, { ...waiting, afterDays: 0 }, { ...waiting, afterDays: 0, then: "cancel" }, { ...waiting, afterDays: 1, then: "cancel" }];

const changesOf = async (world: World): Promise<Partial<MerchantPolicy>> => {
  const { dice } = world;
  const latest = (await world.ground.db.latestPolicy(world.merchantId))?.policy;
  if (!latest) return {};
  return {
    ...(dice.chance(0.5) && { joint: { on: dice.chance(0.8), settleMinutes: dice.pick([0, 1, 5]), savingAboveMinor: dice.pick([0, 0, 50]), scarcity: false } }),
    ...(dice.chance(0.4) && { waiting: dice.pick(WAITING) }),
    ...(dice.chance(0.5) && { rules: await rulesOf(world) }),
    ...(dice.chance(0.3) && { lateness: { ...latest.lateness, promiseDays: dice.pick([null, 1, 3]), perDayMinor: dice.pick([0, 40, 400]) } }),
  };
};

/** Few, and of the kinds that a plain look at a plan can tell of: what others do is tried on the solver alone. */
const rulesOf = async (world: World): Promise<PolicyRule[]> => {
  const when = await conditionsOf(world);
  return Array.from({ length: world.dice.between(0, 2) }, (_, index) => ({ id: `rule-${index}`, name: "A rule", on: world.dice.chance(0.9), when: world.dice.pick(when), then: effectOf(world) }));
};

const conditionsOf = async ({ dice, twin, ground: { db }, merchantId, storeId }: World): Promise<Condition[]> => {
  const { rows } = await db.findOrders({ merchantId, limit: 10 });
  const provinces = rows.flatMap(({ shipToCountry, shipToProvince }) => (shipToCountry && shipToProvince ? [`${shipToCountry}-${shipToProvince.split("-").at(-1)}`] : []));
  const items = [...twin.shop().items.keys()].map((id) => idOf<ItemId>(storeId, id as never));
  return [{}, ...(provinces.length > 0 ? [{ provinces: [dice.pick(provinces)] }] : []), ...(items.length > 0 ? [{ itemIds: [dice.pick(items)] }] : [])];
};

const effectOf = ({ dice, twin, storeId }: World): PolicyRule["then"] => {
  const locationIds = [...twin.shop().locations.values()].filter((one) => !one.isFulfillmentService).map((one) => idOf<LocationId>(storeId, one.id as never));
  return dice.pick([
    { kind: "never-from", locationIds: [dice.pick(locationIds)] }, { kind: "only-from", locationIds: locationIds.filter(() => dice.chance(0.7)) }, { kind: "parcels-max", parcels: dice.between(1, 2) },
  ] as const) as PolicyRule["then"];
};
