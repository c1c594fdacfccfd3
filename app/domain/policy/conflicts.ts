import type { LocationId, StoreId } from "../ids";
import type { ItemRecord, LevelRecord } from "../records";
import { route } from "../routing/solve";
import type { Certificate } from "../routing/types";
import type { KnownLocation } from "../sites";
import { choosesGoods } from "./condition";
import { type ExampleOrder, exampleOrders } from "./example-order";
import { judge, type JudgedOrder } from "./judge";
import type { Condition, MerchantPolicy, PolicyRule } from "./types";

/** Rules that together leave an order nowhere to go, however much stock there is. */
export interface PolicyConflict {
  /** The rules that it takes, each of them needed; none: the locations alone are the reason. */
  ruleIds: string[];
  /** No order could ship, because of these rules: they hold for all of them. */
  everything: boolean;
  /** An order that no location could ship, proved with plenty of stock everywhere. */
  example: ExampleOrder;
  /** The proof: what was asked and why there is no plan. */
  certificate: Extract<Certificate, { outcome: "unroutable" }>;
}

export interface ConflictWorld {
  storeId: StoreId;
  currency: string;
  /** The store's, as they are now. */
  locations: readonly KnownLocation[];
}

const PLENTY = 1_000_000;
/** An order of more units of one product is not what rules are written for. */
const EXAMPLE_UNITS_MAX = 50;
/** Rules that are tried together; more of them rarely contradict each other without fewer doing so. */
const RULES_TOGETHER_MAX = 3;
/** Combinations of rules that are tried: about a second's work. */
const TRIALS_MAX = 5_000;
const CONFLICTS_MAX = 20;

/**
 * Looks for rules that contradict each other, or leave nothing of the locations there are. Each conflict is proved: its example is judged and routed
 * with plenty of stock at every location, and there is no plan. Rules only narrow, so that what some of them make impossible stays so under all.
 */
export const policyConflicts = (policy: MerchantPolicy, world: ConflictWorld): PolicyConflict[] => {
  const rules = policy.rules.filter((rule) => rule.on);
  const found: PolicyConflict[] = [];
  // Nothing is known of a shop whose locations are not read yet.
  if (world.locations.length === 0) return found;
  let trials = 0;
  for (const some of combinations(rules)) {
    if (found.length >= CONFLICTS_MAX || trials >= TRIALS_MAX) break;
    if (found.some((one) => one.ruleIds.every((id) => some.some((rule) => rule.id === id)))) continue;
    trials += 1;
    const conflict = conflictOf(policy, some, world);
    if (conflict) found.push(conflict);
  }
  return found;
};

/** No rule, each alone, two at a time, three at a time: what fewer rules make impossible is told of them. */
function* combinations(rules: readonly PolicyRule[]): Generator<PolicyRule[]> {
  for (let size = 0; size <= RULES_TOGETHER_MAX; size += 1) yield* chosenOf(rules, size);
}

function* chosenOf(rules: readonly PolicyRule[], size: number): Generator<PolicyRule[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [place, rule] of rules.entries()) for (const rest of chosenOf(rules.slice(place + 1), size - 1)) yield [rule, ...rest];
}

const conflictOf = (policy: MerchantPolicy, rules: readonly PolicyRule[], world: ConflictWorld): PolicyConflict | null => {
  for (const units of unitsTried(rules)) {
    for (const example of exampleOrders(rules, world.storeId, units)) {
      const certificate = tryExample({ ...policy, rules: [...rules] }, example, world);
      if (certificate.outcome === "unroutable") return { ruleIds: rules.map((rule) => rule.id).sort(), everything: rules.length > 0 && units === 1 && rules.every((rule) => isForAll(rule.when)), example, certificate };
    }
  }
  return null;
};

const isForAll = (when: Condition): boolean => !choosesGoods(when) && Object.values(when).every((asked) => Array.isArray(asked) && asked.length === 0);

/** One unit; where rules limit units, one more than all of their locations together may ship. */
const unitsTried = (rules: readonly PolicyRule[]): number[] => {
  const limits = new Map<LocationId, number>();
  for (const { then } of rules) if (then.kind === "units-max") for (const id of then.locationIds) limits.set(id, Math.min(then.units, limits.get(id) ?? Infinity));
  const above = [...limits.values()].reduce((sum, units) => sum + units, 0) + 1;
  return limits.size > 0 && above > 1 && above <= EXAMPLE_UNITS_MAX ? [1, above] : [1];
};

/** The example as the solver is asked for it, with plenty of stock at every location. */
export const tryExample = (policy: MerchantPolicy, example: ExampleOrder, { currency, locations }: ConflictWorld): Certificate => {
  const owner = { merchantId: locations[0]?.merchantId ?? ("" as never), storeId: example.storeId };
  const items = example.lines.map(({ item }): ItemRecord => ({
    ...owner, ...item, platformId: "" as never, variantPlatformId: null, productPlatformId: null, sku: "", title: "", tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 0, updatedAt: 0,
  }));
  const levels = locations.flatMap((location) => items.map((item): LevelRecord => ({
    merchantId: owner.merchantId, itemId: item.id, locationId: location.id, onHand: PLENTY, available: PLENTY, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0,
    active: true, readAt: 0, changedAt: 0, revision: 0,
  })));
  const order: JudgedOrder = {
    ...example, currency, shipToLatitude: null, shipToLongitude: null, placedAt: 0, fulfillBy: null, own: [], rooms: [], allowedLocationIds: null,
    lines: example.lines.map(({ lineId, item, units }) => ({ lineId, itemId: item.id, units })),
  };
  return route(judge({ version: 0, policy }, order, { items, locations, levels, now: 0, mayBePutOff: true }));
};
