import { exactNumber } from "./exact-json";
import { createFulfillment } from "./model/fulfillment";
import { isTerminal, touch } from "./model/fulfillment-order";
import { move } from "./model/fulfillment-order-change";
import { placeHold, releaseHolds } from "./model/hold";
import { changeLevel } from "./model/level";
import { setLocationActive } from "./model/location";
import { cancelOrder } from "./model/cancel-order";
import { editOrder } from "./model/edit-order";
import { addTags, markPaid } from "./model/order";
import { placeOrder } from "./model/place-order";
import { changeVariant, deleteProduct } from "./model/product";
import type { VariantChange } from "./model/product";
import type { FulfillmentOrder, Order, State } from "./model/records";
import { found } from "./model/world";
import type { World } from "./model/world";
import { basket } from "./store/basket";
import type { OrderWish } from "./store/basket";

/** What people, customers and other apps do to a shop. Ids are digits. Each act changes the shop as the platform would and announces it. */
export function peopleOf(stage: { world: World; act<T>(change: () => T): T }) {
  const { world, act } = stage;
  const { shop } = world;
  const order = (id: string): Order => found(shop.orders.get(id), `order ${id}`);
  const fulfillmentOrder = (id: string): FulfillmentOrder => found(shop.fulfillmentOrders.get(id), `fulfillment order ${id}`);
  return {
    /** Null when the shop has not enough to sell. */
    placeOrder: (wish: OrderWish = {}) => act(() => {
      const wanted = basket(world, wish);
      const placed = wanted.lines.length > 0 ? placeOrder(world, wanted) : null;
      return placed && { id: placed.id, name: placed.name };
    }),
    cancelOrder: (orderId: string, options: { restock?: boolean; reason?: string } = {}) => act(() => cancelOrder(world, order(orderId), { restock: options.restock ?? true, reason: options.reason ?? "CUSTOMER" })),
    /** An order edit that takes units off a line. */
    reduceLine: (orderId: string, wish: { lineId: string; units: number }) => act(() => {
      const line = order(orderId).lines.find((candidate) => candidate.id === wish.lineId);
      return line ? editOrder(world, order(orderId), { set: [{ lineId: line.id, quantity: Math.max(0, line.currentQuantity - wish.units) }] }).ok : false;
    }),
    markPaid: (orderId: string) => act(() => markPaid(world, order(orderId))),
    addTags: (orderId: string, tags: string[]) => act(() => addTags(world, order(orderId), tags)),
    /** Counts stock anew, receives or loses it: adds `delta` units to one state of a level. */
    adjustStock: (place: { itemId: string; locationId: string; delta: number; state?: State }) => act(() => {
      const level = found(shop.items.get(place.itemId)?.levels.get(place.locationId), `a level of item ${place.itemId} at ${place.locationId}`);
      changeLevel(world, level, { [place.state ?? "available"]: place.delta });
    }),
    setPolicyOfVariant: (variantId: string, change: VariantChange) => act(() => changeVariant(world, variantId, change)),
    deleteProduct: (productId: string) => act(() => deleteProduct(world, productId)),
    /** Somebody ships in the admin or by another app; false when it was not possible. */
    shipElsewhere: (fulfillmentOrderId: string, lines: { id: string; quantity: number }[] | null = null) => act(() =>
      createFulfillment(world, { groups: [{ fulfillmentOrder: fulfillmentOrder(fulfillmentOrderId), lines }], tracking: { company: "UPS", numbers: [`1Z${world.random.hex(16).toUpperCase()}`], urls: [] } }).ok),
    holdElsewhere: (fulfillmentOrderId: string, reason = "OTHER") => act(() =>
      placeHold(world, fulfillmentOrder(fulfillmentOrderId), { handle: `manual-${world.newId()}`, reason, reasonNotes: "by hand", byRequestingApp: false }).ok),
    releaseElsewhere: (fulfillmentOrderId: string) => act(() => releaseHolds(world, fulfillmentOrder(fulfillmentOrderId), null).ok),
    moveElsewhere: (fulfillmentOrderId: string, locationId: string) => act(() => move(world, { fulfillmentOrder: fulfillmentOrder(fulfillmentOrderId), locationId, lines: null }).ok),
    /** A merchant asks a fulfillment service (3PL) to ship: from then on it is not ours to move. */
    submitToService: (fulfillmentOrderId: string) => act(() => {
      const one = fulfillmentOrder(fulfillmentOrderId);
      if (isTerminal(one) || one.status !== "OPEN") return false;
      one.requestStatus = "SUBMITTED";
      touch(world, one);
      return true;
    }),
    closeLocation: (locationId: string) => act(() => setLocationActive(world, found(shop.locations.get(locationId), `location ${locationId}`), false)),
    openLocation: (locationId: string) => act(() => setLocationActive(world, found(shop.locations.get(locationId), `location ${locationId}`), true)),
    /** Tokens die at once; `app/uninstalled` is the last that the app hears, but for the privacy topics. */
    uninstall: () => act(() => {
      world.emit("app/uninstalled", { kind: "shop" });
      shop.tokens.access.clear();
      shop.tokens.refresh.clear();
    }),
    requestPrivacy: (topic: "customers/data_request" | "customers/redact" | "shop/redact", orderIds: string[] = []) => act(() => {
      const head = { shop_id: exactNumber(shop.id), shop_domain: shop.domain };
      const customer = { id: exactNumber("191167"), email: "customer@example.com", phone: null };
      const orders = orderIds.map(exactNumber);
      world.emit(topic, { kind: "body", body: () => (topic === "shop/redact" ? head : { ...head, customer, ...(topic === "customers/redact" ? { orders_to_redact: orders } : { orders_requested: orders, data_request: { id: exactNumber("9999") } }) }) });
    }),
  };
}

export type People = ReturnType<typeof peopleOf>;
