import type { FulfillmentOrderId, LocationId, OrderId, OrderLineId, PlatformId, ShipmentId, StoreId } from "../domain/ids";
import type { ReadKind, Tracking } from "../domain/messages";
import type { ActResult, Ask } from "./act-result";
import type { DeskActs } from "./acts-desk";
import type { DriftActs } from "./acts-drift";
import type { LocationActs } from "./acts-locations";
import type { PeopleActs } from "./acts-people";
import type { PolicyActs } from "./acts-policy";
import type { RejectionActs } from "./acts-rejections";
import type { ReplayActs } from "./acts-replay";
import type { SettingsActs } from "./acts-settings";
import type { SetupActs } from "./acts-setup";
import type { StockActs } from "./acts-stock";

export type { ActResult } from "./act-result";

interface OrderAsk extends Ask {
  orderId: OrderId;
}

interface FulfillmentOrderAsk extends OrderAsk {
  fulfillmentOrderId: FulfillmentOrderId;
}

/** One thing that the machine could not do, by what it was. */
export type ExceptionRef =
  | { kind: "delivery"; id: string }
  | { kind: "intent"; id: string }
  | { kind: "read"; storeId: StoreId; read: ReadKind; target: PlatformId | string };

/** The verbs that a person may use from a screen. Each checks its own preconditions again: a screen may be stale. */
export interface Acts extends DeskActs, DriftActs, LocationActs, PeopleActs, PolicyActs, RejectionActs, ReplayActs, SettingsActs, SetupActs, StockActs {
  /** Keeps the order from being routed and shipped until a person releases it. Fields: `reason`. */
  holdOrder(ask: OrderAsk & { reason: string }): Promise<ActResult>;
  /** Ends a hold that Switchyard placed. */
  releaseOrder(ask: OrderAsk): Promise<ActResult>;
  /** Moves what is left of a fulfillment order, whatever the plan says; there it stays. `reason`: why, for others. Fields: `locationId`, `reason`. */
  changeLocation(ask: FulfillmentOrderAsk & { locationId: LocationId; reason?: string }): Promise<ActResult>;
  /** Asks the platform for one parcel. Fields: `lines`, `lines.<orderLineId>`, `tracking.company`, `tracking.number`, `tracking.url`. */
  shipParcel(
    ask: FulfillmentOrderAsk & { lines: { orderLineId: OrderLineId; quantity: number }[]; tracking: Tracking; notifyCustomer: boolean },
  ): Promise<ActResult>;
  /** Fields: `tracking.company`, `tracking.number`, `tracking.url`. */
  updateTracking(ask: OrderAsk & { shipmentId: ShipmentId; tracking: Tracking; notifyCustomer: boolean }): Promise<ActResult>;
  /** Tells the platform that people work on it, so that it refuses moves. */
  startWork(ask: FulfillmentOrderAsk): Promise<ActResult>;
  /** Adopts an order that was placed before the store went live. */
  takeOver(ask: OrderAsk): Promise<ActResult>;
  setStoreStatus(ask: Ask & { status: "live" | "observe" | "paused" }): Promise<ActResult>;
  /** Tries again what the machine could not do. */
  retry(ask: Ask & { exception: ExceptionRef }): Promise<ActResult>;
  /** Puts it aside for good. Fields: `reason`. */
  dismiss(ask: Ask & { exception: ExceptionRef; reason: string }): Promise<ActResult>;
}
