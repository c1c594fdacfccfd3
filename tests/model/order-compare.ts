import { expect } from "vitest";
import type { AllocationRecord, DecisionRecord, LevelRecord, OrderAggregate } from "../../app/domain/records";
import { countsText, isBought, isOurs, isToRoute, type KnownOrder, type OrderModel } from "./order-model";
import type { OrderRun } from "./order-run";
import { openUnits, type Unit } from "./shop-model";

/** Throws where the house knows anything else of its orders than the model says that it must. */
export const compareOrders = async (model: OrderModel, real: OrderRun): Promise<void> => {
  const orders = [...model.known.keys()];
  if (orders.length === 0) return;
  const { db, world } = real.house;
  const known = await real.aggregates(orders);
  const decisions = await db.latestDecisions(world.merchantId, orders.map((order) => real.house.orderId(order)));
  const latest = new Map(decisions.map((one) => [world.nameOf(one.orderId), one]));
  const isNew = (order: string): boolean => latest.has(order) && latest.get(order)?.id !== model.choices.get(order)?.id;
  const levels = orders.some(isNew) ? await real.levels() : new Map<string, LevelRecord>();
  for (const order of orders) {
    const decision = latest.get(order);
    const aggregate = known.get(order);
    if (!aggregate) throw new Error(`the house does not know the order ${order}`);
    if (decision && isNew(order)) judgeChoice(model, { order, decision, aggregate, levels, nameOf: world.nameOf });
    model.choices.set(order, decision ? { id: decision.id, outcome: decision.certificate.outcome, status: decision.status } : null);
    expect({ [order]: factsOf(aggregate, world.nameOf) }).toEqual({ [order]: expectedFacts(model, order, aggregate) });
    judgePlanned(model, { order, aggregate, nameOf: world.nameOf });
  }
  for (const [order, intents] of await real.openIntents(orders)) model.intents.set(order, intents);
};

type NameOf = (id: string) => string;

const factsOf = ({ order, lines, allocations, fulfillmentOrders, shipments }: OrderAggregate, nameOf: NameOf) => ({
  version: order.version,
  status: order.status,
  holdReason: order.holdReason,
  cancelledAt: order.cancelledAt,
  readAt: order.readAt,
  lines: lines.map((line) => `${nameOf(line.id)}: ${line.currentQuantity} of ${line.quantity}`),
  parts: order.readAt === null ? [] : fulfillmentOrders.map((one) => [
    `${one.platformId} ${nameOf(one.locationId ?? "")} ${one.status} ${one.requestStatus}`, one.holds.map((hold) => hold.platformId).join(" "),
    one.lines.map((line) => `${nameOf(line.orderLineId)}: ${line.remainingQuantity}`).filter((text) => !text.endsWith(": 0")).sort().join(", "),
  ].join(" | ")),
  parcels: shipments.map((one) => `${one.platformId} ${one.number} ${one.status}: ${countsText(Object.fromEntries(one.lines.map((line) => [nameOf(line.orderLineId), line.quantity])))}`).sort(),
  placed: Object.fromEntries(allocations.filter((one) => one.status === "placed").map((one) => [`${nameOf(one.orderLineId)} at ${nameOf(one.locationId)}`, one.quantity])),
  refunds: order.refunds.map((one) => `${one.platformId}: ${one.lines.map((line) => `${line.quantity} ${line.restock}`).join(", ")}`),
  attention: order.attention.filter((one) => WATCHED.includes(one.code)).map((one) => (one.code === "cancelled-after-shipping" ? one.code : `${one.code} ${one.key}`)).sort(),
});

/** Of what a person has to look at, what the model tells. */
const WATCHED: readonly string[] = ["request-rejected", "cancellation-rejected", "cancelled-after-shipping"];

const expectedFacts = (model: OrderModel, order: string, { allocations }: OrderAggregate): ReturnType<typeof factsOf> => {
  const { told, readAt, version, holdReason, parcels } = model.known.get(order) as KnownOrder;
  const wasRead = readAt !== null;
  return {
    version, holdReason, readAt,
    status: model.statusOf(order, allocations.length) as never,
    cancelledAt: told.cancelledAt,
    lines: told.lines.map((line) => {
      const units = told.units.filter((unit) => unit.line === line.name);
      return `${line.name}: ${units.filter(isBought).length} of ${units.length}`;
    }),
    parts: wasRead ? told.parts.map((part) => `${part.name} ${part.place} ${part.status} ${part.request} | ${part.holds.map((hold) => hold.name).join(" ")} | ${unitsText(openUnits(told, part))}`) : [],
    parcels: parcels.map((one) => `${one.platform} ${one.number} ${one.status}: ${countsText(one.units)}`).sort(),
    placed: model.placed(order),
    refunds: wasRead ? told.refunds.map((one) => `${one.name}: ${one.lines.map((line) => `${line.units} ${line.restock}`).join(", ")}`) : [],
    attention: model.attention(order),
  };
};

const countBy = (units: readonly Unit[], keyOf: (unit: Unit) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const unit of units) counts[keyOf(unit)] = (counts[keyOf(unit)] ?? 0) + 1;
  return counts;
};

const unitsText = (units: readonly Unit[]): string => Object.entries(countBy(units, (unit) => unit.line)).map(([line, count]) => `${line}: ${count}`).sort().join(", ");

interface Judged {
  order: string;
  aggregate: OrderAggregate;
  nameOf: NameOf;
}

/** What is reserved beyond what the platform has placed: never for more than is left, and for nothing that is over or held. */
const judgePlanned = (model: OrderModel, { order, aggregate, nameOf }: Judged): void => {
  const { told, readAt, holdReason } = model.known.get(order) as KnownOrder;
  const planned = sumsOf(aggregate.allocations.filter((one) => one.status === "planned"), (one) => nameOf(one.orderLineId));
  const bought = countBy(told.units.filter(isBought), (unit) => unit.line);
  // A person may take back what stands with a third party.
  const movable = countBy(told.parts.filter((part) => isToRoute(part) || (isOurs(part) && part.status === "open")).flatMap((part) => openUnits(told, part)), (unit) => unit.line);
  const mayPlan = told.cancelledAt !== null || holdReason !== null ? {} : readAt === null ? bought : movable;
  for (const [line, units] of Object.entries(planned)) expect(units, `units of ${line} that are planned`).toBeLessThanOrEqual(mayPlan[line] ?? 0);
};

const sumsOf = (allocations: readonly AllocationRecord[], keyOf: (one: AllocationRecord) => string): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const one of allocations) sums[keyOf(one)] = (sums[keyOf(one)] ?? 0) + one.quantity;
  return sums;
};

const ROUTED_PLACES = ["east", "west"];

/** A new decision routes exactly the units that are ours to route, to where they are; it says that they cannot be if, and only if, goods are missing. */
const judgeChoice = (model: OrderModel, { order, aggregate, nameOf, decision, levels }: Judged & { decision: DecisionRecord; levels: Map<string, LevelRecord> }): void => {
  const { told, holdReason } = model.known.get(order) as KnownOrder;
  const parts = told.parts.filter(isToRoute);
  const units = parts.flatMap((part) => openUnits(told, part).map((unit) => ({ ...unit, place: part.place })));
  expect(units.length, "units to decide on").toBeGreaterThan(0);
  expect(told.cancelledAt ?? holdReason, "decided on what is over or held").toBeNull();
  const own = countBy(units, (unit) => `${unit.item} at ${(unit as (typeof units)[number]).place}`);
  const planned = sumsOf(aggregate.allocations.filter((one) => one.status === "planned"), (one) => `${nameOf(one.itemId)} at ${nameOf(one.locationId)}`);
  const offered = (item: string, place: string): number => {
    const level = levels.get(`${item} at ${place}`);
    return level?.active ? Math.max(0, level.available + (planned[`${item} at ${place}`] ?? 0) + (own[`${item} at ${place}`] ?? 0)) : 0;
  };
  const wantedMugs = units.filter((unit) => unit.item === "mug").length;
  const mugsMissing = ROUTED_PLACES.reduce((sum, place) => sum + offered("mug", place), 0) < wantedMugs;
  expect(decision.certificate.outcome).toBe(mugsMissing ? "unroutable" : "routed");
  if (decision.certificate.outcome !== "routed") return;
  const { assignments } = decision.certificate.plan;
  const itemOf = new Map(told.lines.map((line) => [line.name, line.item]));
  const perLine: Record<string, number> = {};
  const perShelf: Record<string, number> = {};
  for (const { lineId, locationId, units: count } of assignments) {
    perLine[nameOf(lineId)] = (perLine[nameOf(lineId)] ?? 0) + count;
    const shelf = `${itemOf.get(nameOf(lineId))} at ${nameOf(locationId)}`;
    perShelf[shelf] = (perShelf[shelf] ?? 0) + count;
  }
  expect(perLine).toEqual(countBy(units, (unit) => unit.line));
  for (const place of ROUTED_PLACES) expect(perShelf[`mug at ${place}`] ?? 0, `mugs sent from ${place}`).toBeLessThanOrEqual(offered("mug", place));
};
