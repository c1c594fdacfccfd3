import type { OrderAggregate } from "../../db/port";
import { isLiving, isShippable, mayAct } from "../../domain/fulfillment/fulfillment-order-machine";
import type { LocationId } from "../../domain/ids";
import type { DecisionRecord, FulfillmentOrderRecord, ItemRecord, LevelRecord, LocationRecord } from "../../domain/records";
import { FULFILLMENT_ORDER_STATES, type StateWords } from "../order-words";
import { extraCost } from "../../domain/orders/override";
import { extraWords } from "./decided-otherwise.server";
import { moveCosts } from "./move-costs";
import { thirdPartyOf, type ThirdParty } from "./third-party.server";

export interface ShipsFromLine {
  orderLineId: string;
  title: string;
  sku: string;
  /** Still to ship. */
  remaining: number;
  /** Not yet in a parcel that waits for the platform's word. */
  shippable: number;
}

/** A fulfillment order, or units that are reserved before the platform's fulfillment orders are known. */
export interface ShipsFromPart {
  id: string;
  /** Null while the platform has made no fulfillment order of it. */
  fulfillmentOrderId: string | null;
  location: string;
  state: StateWords;
  /** Who or what holds it. */
  holds: string[];
  note: string | null;
  lines: ShipsFromLine[];
  canShip: boolean;
  canStart: boolean;
  /** Its location may say that it cannot ship it. */
  canReject: boolean;
  /** How it stands with the third party that ships it; null where none does. */
  thirdParty: ThirdParty | null;
  /** Where it may be moved by hand; empty when it may not. */
  moves: { locationId: string; label: string; disabled: boolean }[];
}

export interface ShipsFromWorld {
  aggregate: OrderAggregate;
  /** Those of the order's store. */
  locations: readonly LocationRecord[];
  levels: readonly LevelRecord[];
  items: readonly ItemRecord[];
  decision: DecisionRecord | null;
  nameOf(id: LocationId | null): string;
  money(minor: number): string;
}

const DELIVERY_NOTES: Partial<Record<FulfillmentOrderRecord["deliveryMethod"], string>> = {
  pickup: "Picked up by the customer: it stays at this location.",
  "pickup-point": "Goes to a pickup point that the customer chose.",
  "local-delivery": "Delivered locally: it stays at this location.",
  retail: "Sold in the shop.",
  none: "Nothing to ship.",
};

/** What ships from where: open parts first, then closed ones; cancelled ones that hold nothing are left out. */
export function shipsFromParts(world: ShipsFromWorld): ShipsFromPart[] {
  const { fulfillmentOrders } = world.aggregate;
  if (fulfillmentOrders.length === 0) return reservedParts(world);
  return fulfillmentOrders
    .filter((each) => each.status !== "cancelled")
    .map((each) => ({ living: isLiving(each), part: partOf(each, world) }))
    .sort((a, b) => Number(b.living) - Number(a.living) || unitsOf(b.part) - unitsOf(a.part) || (a.part.location < b.part.location ? -1 : 1))
    .map(({ part }) => part);
}

const unitsOf = (part: ShipsFromPart): number => part.lines.reduce((sum, line) => sum + line.remaining, 0);

function partOf(fulfillmentOrder: FulfillmentOrderRecord, world: ShipsFromWorld): ShipsFromPart {
  const living = isLiving(fulfillmentOrder);
  const lines = fulfillmentOrder.lines.map((line) => lineOf({ line, fulfillmentOrder, living }, world)).filter((line) => line.remaining > 0);
  const moving = plannedElsewhere(fulfillmentOrder, world);
  return {
    id: fulfillmentOrder.id,
    fulfillmentOrderId: fulfillmentOrder.id,
    location: world.nameOf(fulfillmentOrder.locationId),
    state: FULFILLMENT_ORDER_STATES[fulfillmentOrder.status],
    holds: fulfillmentOrder.holds.map((hold) => holdWords(hold, world.aggregate.order.holdReason)),
    note: moving ?? DELIVERY_NOTES[fulfillmentOrder.deliveryMethod] ?? null,
    lines,
    canShip: mayAct(fulfillmentOrder, "ship") && moving === null && lines.some((line) => line.shippable > 0),
    canStart: mayAct(fulfillmentOrder, "report-progress") && isShippable(fulfillmentOrder),
    canReject: rejectable(fulfillmentOrder, world) && moving === null,
    thirdParty: thirdPartyOf(fulfillmentOrder, world.locations.find((location) => location.id === fulfillmentOrder.locationId)),
    moves: mayAct(fulfillmentOrder, "place") && isShippable(fulfillmentOrder) ? movesOf(fulfillmentOrder, world) : [],
  };
}

/** What people work on may be turned down too: the report is taken back first, where the platform allows it. */
const rejectable = (part: FulfillmentOrderRecord, { locations }: ShipsFromWorld): boolean =>
  isShippable(part) && !locations.some((one) => one.id === part.locationId && one.isFulfillmentService)
  && (part.status === "open" || (part.status === "in-progress" && (part.actions.includes("open") || part.actions.includes("move"))));

interface PartLine {
  line: FulfillmentOrderRecord["lines"][number];
  fulfillmentOrder: FulfillmentOrderRecord;
  living: boolean;
}

function lineOf({ line, fulfillmentOrder, living }: PartLine, { aggregate }: ShipsFromWorld): ShipsFromLine {
  const { title = "A removed line", sku = "" } = aggregate.lines.find((each) => each.id === line.orderLineId) ?? {};
  const asked = aggregate.shipments
    .filter((shipment) => shipment.status === "requested" && shipment.fulfillmentOrderId === fulfillmentOrder.id)
    .flatMap((shipment) => shipment.lines)
    .filter((each) => each.orderLineId === line.orderLineId)
    .reduce((sum, each) => sum + each.quantity, 0);
  const remaining = living ? line.remainingQuantity : line.totalQuantity;
  return { orderLineId: line.orderLineId, title, sku, remaining, shippable: Math.max(0, line.remainingQuantity - asked) };
}

/** Where a plan that the platform has not confirmed sends units of this part. */
function plannedElsewhere(fulfillmentOrder: FulfillmentOrderRecord, { aggregate, nameOf }: ShipsFromWorld): string | null {
  if (!isLiving(fulfillmentOrder)) return null;
  const lineIds = new Set(fulfillmentOrder.lines.map((line) => line.orderLineId));
  const targets = aggregate.allocations
    .filter((each) => each.status === "planned" && lineIds.has(each.orderLineId) && each.locationId !== fulfillmentOrder.locationId)
    .map((each) => nameOf(each.locationId));
  return targets.length === 0 ? null : `Moving to ${[...new Set(targets)].join(" and ")}: your shop has not confirmed it yet.`;
}

function movesOf(fulfillmentOrder: FulfillmentOrderRecord, world: ShipsFromWorld): ShipsFromPart["moves"] {
  const costs = moveCosts(fulfillmentOrder, world.decision?.certificate.problem ?? null);
  const extraOf = (to: LocationId) => extraCost(world.aggregate, { fulfillmentOrder, to, world: { latest: world.decision } });
  return world.locations
    .filter((location) => location.id !== fulfillmentOrder.locationId && location.active && !location.isFulfillmentService)
    .map((location) => ({ location, cost: costs.get(location.id), lacks: lackingAt(fulfillmentOrder, location, world) }))
    .sort((a, b) => Number(a.lacks) - Number(b.lacks) || (a.cost ?? Infinity) - (b.cost ?? Infinity) || (a.location.name < b.location.name ? -1 : 1))
    .map(({ location, cost, lacks }) => ({
      locationId: location.id,
      label: [location.name, lacks ? "not enough stock" : costWords({ cost, extra: extraOf(location.id), money: world.money })].filter(Boolean).join(" · "),
      disabled: lacks,
    }));
}

/** What a parcel from there costs, and what the whole order then costs beside its plan. */
function costWords({ cost, extra, money }: { cost: number | undefined; extra: number | null; money(minor: number): string }): string {
  return [...(cost === undefined ? [] : [`parcel ${money(cost)}`]), ...(extra === null ? [] : [extraWords(extra, money)])].join(", ");
}

function lackingAt(fulfillmentOrder: FulfillmentOrderRecord, location: LocationRecord, { levels, items }: ShipsFromWorld): boolean {
  return fulfillmentOrder.lines.some((line) => {
    const item = items.find((each) => each.id === line.itemId);
    if (line.remainingQuantity === 0 || item === undefined) return false;
    const level = levels.find((each) => each.itemId === item.id && each.locationId === location.id);
    if (!item.tracked) return level === undefined ? levels.some((each) => each.itemId === item.id) : !level.active;
    if (level === undefined || !level.active) return true;
    return !item.continueSelling && level.available < line.remainingQuantity;
  });
}

function holdWords(hold: { handle: string | null; reason: string }, ours: string | null): string {
  if (hold.handle === "switchyard-manual") return ours === null ? "Held by Switchyard" : `Held here: ${ours}`;
  if (hold.handle === "switchyard-backorder") return "Held by Switchyard until stock arrives";
  return `Held in your shop: ${hold.reason.replaceAll("_", " ").toLowerCase()}`;
}

function reservedParts({ aggregate, nameOf }: ShipsFromWorld): ShipsFromPart[] {
  const locationIds = [...new Set(aggregate.allocations.map((each) => each.locationId))];
  return locationIds.map((locationId) => ({
    id: locationId,
    fulfillmentOrderId: null,
    location: nameOf(locationId),
    state: { label: "Reserved", tone: "neutral" as const },
    holds: [],
    note: "Reserved from the order. Where it ships from is decided when your shop's fulfillment orders are read.",
    lines: aggregate.allocations.filter((each) => each.locationId === locationId && each.quantity > 0).map((each) => {
      const { title = "A removed line", sku = "" } = aggregate.lines.find((line) => line.id === each.orderLineId) ?? {};
      return { orderLineId: each.orderLineId, title, sku, remaining: each.quantity, shippable: 0 };
    }),
    canShip: false,
    canStart: false,
    canReject: false,
    thirdParty: null,
    moves: [],
  }));
}
