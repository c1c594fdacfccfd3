import { cancelOrder } from "../model/cancel-order";
import { editOrder } from "../model/edit-order";
import type { EditWish } from "../model/edit-order";
import { addTags, markPaid } from "../model/order";
import { placeOrder } from "../model/place-order";
import { refundOrder } from "../model/refund";
import type { RefundWish } from "../model/refund";
import { basket } from "../store/basket";
import type { OrderWish } from "../store/basket";
import { finders } from "./stage";
import type { ActStage } from "./stage";

/** What customers and staff do to orders. */
export function orderActs({ world, act }: ActStage) {
  const { order } = finders(world);
  const place = (wish: OrderWish) => {
    const wanted = basket(world, wish);
    const placed = wanted.lines.length > 0 ? placeOrder(world, wanted) : null;
    return placed && { id: placed.id, name: placed.name };
  };
  return {
    /** Null when the shop has not enough to sell. */
    placeOrder: (wish: OrderWish = {}) => act(() => place(wish)),
    /** Sold over the counter: gone from the shelf of that shop at once. */
    sellInShop: (wish: { variantId: string; quantity: number; locationId: string }) => act(() =>
      place({ kind: "point-of-sale", locationId: wish.locationId, lines: [{ variantId: wish.variantId, quantity: wish.quantity }] })),
    /** A person turns a draft into an order. */
    completeDraft: (wish: OrderWish = {}) => act(() => place({ ...wish, kind: "draft" })),
    cancelOrder: (orderId: string, options: { restock?: boolean; reason?: string; refund?: boolean } = {}) => act(() =>
      cancelOrder(world, order(orderId), { restock: options.restock ?? true, reason: options.reason ?? "CUSTOMER", refund: options.refund ?? true })),
    /** Adds lines, and sets quantities of lines; false when that is not possible. */
    editOrder: (orderId: string, wish: EditWish) => act(() => editOrder(world, order(orderId), wish).ok),
    /** An order edit that takes units off a line. */
    reduceLine: (orderId: string, wish: { lineId: string; units: number }) => act(() => {
      const line = order(orderId).lines.find((candidate) => candidate.id === wish.lineId);
      return line ? editOrder(world, order(orderId), { set: [{ lineId: line.id, quantity: Math.max(0, line.currentQuantity - wish.units) }] }).ok : false;
    }),
    /** Null when it is not possible, for example with more units than there are. */
    refund: (orderId: string, wish: RefundWish) => act(() => {
      const result = refundOrder(world, order(orderId), wish);
      return result.ok ? result.value.id : null;
    }),
    markPaid: (orderId: string) => act(() => markPaid(world, order(orderId))),
    addTags: (orderId: string, tags: string[]) => act(() => addTags(world, order(orderId), tags)),
  };
}
