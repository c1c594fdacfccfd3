import type { ItemId, LocationId, OrderLineId } from "../ids";
import { choosesGoods, type GoodsFacts, matchesGoods, matchesOrder, type OrderFacts } from "./condition";
import type { Effect, PolicyRule } from "./types";

/** What the rules leave of an order's choices. Each limit names the rule that set it; of several, the one with the least id. */
export interface Narrowing {
  excluded: ReadonlyMap<LocationId, string>;
  barred: ReadonlyMap<ItemId, ReadonlyMap<LocationId, string>>;
  parcels: { max: number; ruleId: string } | null;
  together: ReadonlyMap<OrderLineId, string>;
  unitsMax: ReadonlyMap<LocationId, { units: number; ruleId: string }>;
}

export interface Choices {
  order: OrderFacts;
  lines: readonly { lineId: OrderLineId; itemId: ItemId }[];
  items: readonly GoodsFacts[];
  locationIds: readonly LocationId[];
}

/**
 * Applies the rules that are on. Each takes something away and none gives anything back, so that their order changes nothing.
 * A rule about goods bars them at locations; one without goods closes locations to the order.
 */
export const narrow = (rules: readonly PolicyRule[], choices: Choices): Narrowing => {
  const state: State = { excluded: new Map(), barred: new Map(), parcels: null, groups: [], unitsMax: new Map() };
  for (const rule of rules) {
    if (!rule.on || !matchesOrder(rule.when, choices.order)) continue;
    const chosen = choices.items.filter((item) => matchesGoods(rule.when, item)).map((item) => item.id);
    if (choosesGoods(rule.when) && chosen.length === 0) continue;
    apply(rule, { chosen: new Set(chosen), choices, state });
  }
  const { groups, ...limits } = state;
  return { ...limits, together: namedGroups(groups) };
};

interface State extends Pick<Narrowing, "parcels"> {
  excluded: Map<LocationId, string>;
  barred: Map<ItemId, Map<LocationId, string>>;
  groups: { ruleId: string; lineIds: OrderLineId[] }[];
  unitsMax: Map<LocationId, { units: number; ruleId: string }>;
}

interface Applied {
  chosen: ReadonlySet<ItemId>;
  choices: Choices;
  state: State;
}

const apply = (rule: PolicyRule, applied: Applied): void => {
  const { then } = rule;
  const { state, choices, chosen } = applied;
  switch (then.kind) {
    case "only-from":
    case "never-from":
      return close(rule, closedBy(then, choices.locationIds), applied);
    case "parcels-max":
      if (isTighter({ limit: then.parcels, ruleId: rule.id }, state.parcels && { limit: state.parcels.max, ruleId: state.parcels.ruleId })) state.parcels = { max: then.parcels, ruleId: rule.id };
      return;
    case "together":
      state.groups.push({ ruleId: rule.id, lineIds: choices.lines.filter((line) => chosen.has(line.itemId)).map((line) => line.lineId) });
      return;
    case "units-max":
      for (const locationId of then.locationIds) {
        const known = state.unitsMax.get(locationId);
        if (isTighter({ limit: then.units, ruleId: rule.id }, known && { limit: known.units, ruleId: known.ruleId })) state.unitsMax.set(locationId, { units: then.units, ruleId: rule.id });
      }
  }
};

const closedBy = (then: Extract<Effect, { kind: "only-from" | "never-from" }>, locationIds: readonly LocationId[]): LocationId[] =>
  locationIds.filter((id) => then.locationIds.includes(id) === (then.kind === "never-from"));

const close = (rule: PolicyRule, closed: readonly LocationId[], { chosen, state }: Applied): void => {
  const targets = choosesGoods(rule.when) ? [...chosen].map((itemId) => barredOf(state, itemId)) : [state.excluded];
  for (const target of targets) for (const id of closed) target.set(id, least(target.get(id), rule.id));
};

const barredOf = ({ barred }: State, itemId: ItemId): Map<LocationId, string> => {
  const known = barred.get(itemId) ?? new Map<LocationId, string>();
  barred.set(itemId, known);
  return known;
};

const least = (known: string | undefined, ruleId: string): string => (known !== undefined && known < ruleId ? known : ruleId);

interface Limit {
  limit: number;
  ruleId: string;
}

const isTighter = (one: Limit, known: Limit | null | undefined): boolean =>
  known === null || known === undefined || one.limit < known.limit || (one.limit === known.limit && one.ruleId < known.ruleId);

/** Lines that two rules keep together with a third are one group, named by the least of their rules. */
const namedGroups = (groups: State["groups"]): Map<OrderLineId, string> => {
  const merged: { ruleId: string; lineIds: Set<OrderLineId> }[] = [];
  for (const { ruleId, lineIds } of groups) {
    const whole = { ruleId, lineIds: new Set(lineIds) };
    for (const other of merged.filter((one) => lineIds.some((id) => one.lineIds.has(id)))) {
      merged.splice(merged.indexOf(other), 1);
      for (const id of other.lineIds) whole.lineIds.add(id);
      whole.ruleId = least(other.ruleId, whole.ruleId);
    }
    merged.push(whole);
  }
  return new Map(merged.flatMap(({ ruleId, lineIds }) => [...lineIds].map((id) => [id, ruleId] as const)));
};
