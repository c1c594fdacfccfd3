import type { ChangeSet } from "../change-set";
import type { OverrideRecord, RejectionRecord } from "../experience";
import type { FulfillmentOrderId, Instant, OrderLineId } from "../ids";
import { reallocate } from "../inventory/reallocate";
import type { StockBook } from "../inventory/stock-book";
import type { Intent, OutboxRow } from "../messages";
import type { AllocationRecord, DecisionRecord, DecisionStatus, FulfillmentOrderRecord, ItemRecord, LocationRecord, OrderAggregate, OrderRecord, StoreRecord } from "../records";
import { readOrder } from "./decide-outcome";
import { outboxRow } from "./decide-reading";
import { statusOf } from "./status";

/** What acts of people on an order share: what they lean on, and the change set that they make. */

export interface ActWorld {
  store: StoreRecord;
  actor: string;
  latest: DecisionRecord | null;
  openIntents: readonly OutboxRow[];
  locations: readonly LocationRecord[];
  items: ReadonlyMap<string, ItemRecord>;
  book: StockBook;
  now: Instant;
  newId(): string;
}

export type ActDecision = { ok: true; change: ChangeSet } | { ok: false; field: string | null; problem: string };

/** Longest reason that a hold keeps; platforms cut notes off near it. */
export const REASON_LENGTH_MAX = 200;
export const TRACKING_LENGTH_MAX = 100;

export const refuse = (field: string | null, problem: string): ActDecision => ({ ok: false, field, problem });

export interface Effect {
  world: ActWorld;
  type: string;
  detail?: Record<string, unknown>;
  intents?: Intent[];
  planned?: AllocationRecord[];
  /** The latest decision's new status. */
  settle?: DecisionStatus;
  withdraw?: string[];
  shipments?: OrderAggregate["shipments"];
  read?: boolean;
  /** How long the reading waits. */
  readInMs?: number;
  rejections?: RejectionRecord[];
  overrides?: OverrideRecord[];
}

/** One change set: the order with its fields changed, what is asked of the platform, and one event of its history. */
export const commit = (aggregate: OrderAggregate, fields: Partial<OrderRecord>, effect: Effect): ActDecision => {
  const { world } = effect;
  const order: OrderRecord = { ...aggregate.order, ...fields, version: aggregate.order.version + 1, updatedAt: world.now };
  const allocations = effect.planned ? [...aggregate.allocations.filter((one) => one.status === "placed"), ...effect.planned] : aggregate.allocations;
  const shipments = effect.shipments ?? aggregate.shipments;
  const latest = effect.settle && world.latest ? { ...world.latest, status: effect.settle } : world.latest;
  order.status = statusOf({ ...aggregate, order, allocations, shipments }, latest);
  reallocate(world.book, { orderId: order.id, before: aggregate.allocations, after: allocations, shipped: [], effectiveAt: world.now, at: world.now, version: order.version });
  const cause = world.newId();
  return {
    ok: true,
    change: {
      merchantId: order.merchantId,
      guards: [{ kind: "order", orderId: order.id, version: aggregate.order.version }, { kind: "store", storeId: order.storeId, status: "live" }],
      orders: [{ order, allocations, shipments }],
      entries: world.book.takeEntries(),
      floors: (effect.planned ?? []).filter((one) => !world.items.get(one.itemId)?.continueSelling).map(({ itemId, locationId }) => ({ itemId, locationId, floor: 0 })),
      decisionStatuses: effect.settle && world.latest ? [{ orderId: order.id, decisionId: world.latest.id, status: effect.settle }] : [],
      intents: (effect.intents ?? []).map((intent) => outboxRow({ order, intent, cause }, world)),
      withdrawnIntents: (effect.withdraw ?? []).map((id) => ({ id, problem: "A person decided otherwise." })),
      events: [{ merchantId: order.merchantId, id: world.newId(), orderId: order.id, at: world.now, actor: world.actor, type: effect.type, detail: effect.detail ?? {} }],
      wantedReads: effect.read ? [{ ...readOrder(aggregate, world.now), dueAt: world.now + (effect.readInMs ?? 0) }] : [],
      ...(effect.rejections && { rejections: effect.rejections }),
      ...(effect.overrides && { overrides: effect.overrides }),
    },
  };
};

export const find = (aggregate: OrderAggregate, id: FulfillmentOrderId): FulfillmentOrderRecord | undefined => aggregate.fulfillmentOrders.find((one) => one.id === id);

export const GONE = "This part of the order has changed meanwhile. Reload the page and look again.";

export const nameOf = ({ lines }: OrderAggregate, id: OrderLineId): string => {
  const line = lines.find((one) => one.id === id);
  return line ? line.sku || line.title : "an item";
};

/** A move or merge of it is on its way to the platform. */
export const isMoving = (fulfillmentOrder: FulfillmentOrderRecord, world: ActWorld): boolean =>
  world.openIntents.some(({ intent }) =>
    (intent.kind === "place" && intent.fulfillmentOrderId === fulfillmentOrder.id)
    || (intent.kind === "merge" && [intent.fulfillmentOrderPlatformId, ...intent.others].includes(fulfillmentOrder.platformId)));

