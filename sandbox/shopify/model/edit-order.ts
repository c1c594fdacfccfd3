import { exactNumber } from "../exact-json";
import { assignLocations } from "./assignment";
import { createFulfillmentOrder, mayBeReplaced, ordersOpenOnes, partsLeft, replace, takeUnitsOff, touch } from "./fulfillment-order";
import type { Part } from "./fulfillment-order";
import { addUnits } from "./fulfillment-order-change";
import { settleFinances, unfulfilledUnits } from "./order";
import { lineFor } from "./place-order";
import type { NewLine } from "./place-order";
import type { FulfillmentOrder, MethodType, Order, OrderLine } from "./records";
import { fulfillmentOrderRef } from "./references";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";

export interface EditWish {
  add?: readonly NewLine[];
  /** The quantity that a line shall have from now on; 0 removes it. */
  set?: readonly { lineId: string; quantity: number }[];
  /** Removed units go back to the shelf; yes when absent. */
  restock?: boolean;
}

interface Delta { line: OrderLine; units: number }

/**
 * A person edits an order (schema, orderEditCommit: only what is not fulfilled). Fulfillment orders are rebuilt: removed units leave theirs, added
 * ones are assigned anew. `orders/edited` is a delta (shopify.dev: webhook payloads).
 */
export function editOrder(world: World, order: Order, wish: EditWish): Result<Order> {
  if (order.cancelledAt !== null) return refused("The order can't be edited: it is cancelled.");
  const changes: Delta[] = [];
  for (const { lineId, quantity } of wish.set ?? []) {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    if (!line || !Number.isInteger(quantity) || quantity < 0) return refused("Invalid line item or quantity.");
    // What has shipped stays.
    changes.push({ line, units: Math.max(quantity - line.currentQuantity, -unfulfilledUnits(world, order, line)) });
  }
  const removed = changes.filter(({ units }) => units < 0);
  const added = changes.filter(({ units }) => units > 0);
  for (const { line, units } of removed) {
    line.currentQuantity += units;
    takeUnitsOff(world, order, { lineId: line.id, units: -units, restock: wish.restock ?? true, byEdit: true });
  }
  for (const { line, units } of added) raise(line, units);
  for (const newLine of wish.add ?? []) {
    const line = lineFor(world, newLine);
    order.lines.push(line);
    added.push({ line, units: line.quantity });
  }
  if (removed.length + added.length === 0) return refused("The edit changes nothing.");
  order.edited = true;
  place(world, order, added);
  settleFinances(world, order);
  announce(world, order, { removed, added });
  world.touchOrder(order);
  return accepted(order);
}

/** A raised line tells more units as ordered (assumed), at the same price and tax each. */
function raise(line: OrderLine, units: number): void {
  line.taxMinor = Math.round((line.taxMinor * (line.quantity + units)) / line.quantity);
  line.quantity += units;
  line.currentQuantity += units;
}

function announce(world: World, order: Order, { removed, added }: { removed: readonly Delta[]; added: readonly Delta[] }): void {
  const told = (deltas: readonly Delta[]) => deltas.map(({ line, units }) => ({ id: exactNumber(line.id), delta: Math.abs(units) }));
  world.emit("orders/edited", { kind: "body", body: () => ({
    order_edit: {
      id: exactNumber(world.newId()), app_id: 1, created_at: new Date(world.now()).toISOString(), notify_customer: false, order_id: exactNumber(order.id), staff_note: "",
      user_id: null, line_items: { additions: told(added), removals: told(removed) }, discounts: { line_item: { additions: [], removals: [] } },
    },
  }) });
}

const METHODS: readonly MethodType[] = ["SHIPPING", "PICK_UP", "LOCAL"];

/** Assigns added units to locations as a new order's are; those of a pickup go where it waits (assumed). */
function place(world: World, order: Order, added: readonly Delta[]): void {
  const earlier = order.fulfillmentOrderIds.map((id) => world.shop.fulfillmentOrders.get(id)).find((one) => one && METHODS.includes(one.methodType));
  const wanted = added.filter(({ line }) => !line.tip && (line.requiresShipping || world.coins.digitalLinesGetFulfillmentOrder)).map(({ line, units }) => ({ ...line, quantity: units }));
  const assigned = assignLocations(world.shop, wanted);
  const groups = new Map<string, { locationId: string; methodType: MethodType; parts: Part[] }>();
  for (const line of wanted) {
    const methodType: MethodType = line.requiresShipping ? earlier?.methodType ?? "SHIPPING" : "NONE";
    const locationId = methodType === "PICK_UP" && earlier ? earlier.locationId : assigned.get(line)?.id ?? "";
    const group = groups.get(`${locationId} ${methodType}`) ?? { locationId, methodType, parts: [] };
    group.parts.push({ lineId: line.id, itemId: line.itemId, units: line.quantity });
    groups.set(`${locationId} ${methodType}`, group);
  }
  for (const group of groups.values()) join(world, order, group);
}

/** Units join what stands open at their place, unless its work has begun, it is held, or the coin says that they stand alone. */
function join(world: World, order: Order, { locationId, methodType, parts }: { locationId: string; methodType: MethodType; parts: Part[] }): void {
  const isHome = (one: FulfillmentOrder) => one.locationId === locationId && one.methodType === methodType && one.status === "OPEN" && one.requestStatus === "UNSUBMITTED";
  const home = world.coins.addedUnitsGetOwnFulfillmentOrder ? undefined : ordersOpenOnes(world, order).find(isHome);
  if (!home) {
    const made = createFulfillmentOrder(world, { order, locationId, methodType, lines: parts });
    world.emit("fulfillment_orders/order_routing_complete", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(made) }) });
  } else if (mayBeReplaced(world, home)) {
    replace(world, { order, old: home, parts: together(partsLeft(home), parts) });
    touch(world, home);
  } else {
    for (const part of parts) addUnits(world, home, part);
    touch(world, home);
  }
}

function together(...lists: Part[][]): Part[] {
  const lines = new Map<string, Part>();
  for (const part of lists.flat()) lines.set(part.lineId, { ...part, units: part.units + (lines.get(part.lineId)?.units ?? 0) });
  return [...lines.values()];
}
