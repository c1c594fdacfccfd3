import type { OrderFilter } from "../db/port";
import type { SavedViewRecord } from "../domain/desk";
import type { FulfillmentOrderId, OrderId } from "../domain/ids";
import type { CancelReason } from "../domain/messages";
import type { AttentionCode } from "../domain/records";
import type { ActResult, Ask } from "./act-result";

/** What can be done to many orders at once. */
export type BulkOrderAct = { kind: "hold"; reason: string } | { kind: "release" } | { kind: "re-route" } | { kind: "take-over" } | { kind: "resolve-attention"; note: string };

/** The orders that a person ticked, or all that match the list as it was shown. */
export type OrderSelection = { orderIds: OrderId[] } | { filter: Omit<OrderFilter, "merchantId"> };

/** The verbs of Home, the list of orders, and what one order may need beyond shipping. */
export interface DeskActs {
  /** A person has looked at what happened to the order. `code` null: at all of it. Fields: `note`. */
  resolveAttention(ask: Ask & { orderId: OrderId; code: AttentionCode | null; note: string }): Promise<ActResult>;
  /** Decides anew where it ships from, as far as nothing of it has begun. */
  reRoute(ask: Ask & { orderId: OrderId }): Promise<ActResult>;
  /** Cancels it on the platform. Fields: `reason`, `note`. */
  cancelOrder(ask: Ask & { orderId: OrderId; reason: CancelReason; restock: boolean; refund: boolean; notifyCustomer: boolean; note: string }): Promise<ActResult>;
  /** Asks the third party that runs the location to fulfil, or to stop. Fields: `note`. */
  requestFulfillment(ask: Ask & { orderId: OrderId; fulfillmentOrderId: FulfillmentOrderId; note: string }): Promise<ActResult>;
  requestCancellation(ask: Ask & { orderId: OrderId; fulfillmentOrderId: FulfillmentOrderId; note: string }): Promise<ActResult>;
  /** Begins a run that does it to each; `runId` shows how far it is. Fields: `reason`, `note`. */
  startBulkAct(ask: Ask & { act: BulkOrderAct; orders: OrderSelection }): Promise<ActResult & { runId?: string }>;
  /** Stops a run after what is under way; what is done stays done. */
  cancelRun(ask: Ask & { runId: string }): Promise<ActResult>;
  /** Puts a run that stopped aside for good. Fields: `reason`. */
  settleRun(ask: Ask & { runId: string; reason: string }): Promise<ActResult>;
  /** Fields: `name`. */
  saveView(ask: Ask & { screen: SavedViewRecord["screen"]; name: string; query: string }): Promise<ActResult>;
  removeView(ask: Ask & { viewId: string }): Promise<ActResult>;
  /** Compares the store's orders and stock with what is known here, now. */
  compareNow(ask: Ask): Promise<ActResult & { runIds?: string[] }>;
  /** Puts a notice aside. */
  settleNotice(ask: Ask & { noticeId: string }): Promise<ActResult>;
}
