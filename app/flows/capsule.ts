import type { MerchantId, OrderId } from "../domain/ids";
import type { OutboxRow } from "../domain/messages";
import { redactedBody } from "../domain/privacy/redacted-body";
import { jsonWithoutPerson, personWords } from "../domain/privacy/words";
import type { DecisionRecord, HistoryEvent, LevelRecord, OrderAggregate, StockEntry } from "../domain/records";
import { canonicalBytes } from "../domain/routing/problem";
import { route } from "../domain/routing/solve";
import type { FlowContext } from "./context";

export const CAPSULE_FORMAT = "switchyard-capsule/1";
const ENTRIES_OF_ITEM_MAX = 1_000;
const DELIVERIES_MAX = 200;
const WITHHELD = "[withheld]";

/** One order with all that decided its fate, without a word of its customer: what somebody needs to see an incident again. */
export interface Capsule {
  format: typeof CAPSULE_FORMAT;
  madeAt: string;
  order: Record<string, unknown>;
  lines: OrderAggregate["lines"];
  allocations: OrderAggregate["allocations"];
  fulfillmentOrders: unknown[];
  shipments: unknown[];
  levels: LevelRecord[];
  /** What moved the order's items, newest first: of the order itself, and whatever else moved them since it was placed. */
  entries: StockEntry[];
  decisions: DecisionRecord[];
  history: HistoryEvent[];
  intents: unknown[];
  deliveries: unknown[];
}

/** Null: there is no such order. */
export const makeCapsule = async (ctx: FlowContext, ask: { merchantId: MerchantId; orderId: OrderId }): Promise<Capsule | null> => {
  const { db } = ctx;
  const { merchantId, orderId } = ask;
  const aggregate = await db.order(merchantId, orderId);
  if (!aggregate) return null;
  const { order, lines, allocations } = aggregate;
  const itemIds = [...new Set([...lines, ...allocations].flatMap(({ itemId }) => (itemId === null ? [] : [itemId])))];
  const contacts = [...(await db.contacts(merchantId, order.contactId === null ? [] : [order.contactId])).values()];
  const words = personWords(contacts);
  const said = <T>(value: T): T => jsonWithoutPerson(value, words, "every-name") as T;
  const entries = (await Promise.all(itemIds.map((itemId) => db.entriesOf(merchantId, itemId, ENTRIES_OF_ITEM_MAX)))).flat();
  const deliveries = await db.deliveriesNaming(merchantId, order.platformId, DELIVERIES_MAX);
  return {
    format: CAPSULE_FORMAT, madeAt: new Date(ctx.now()).toISOString(), order: said(redactedOrder(aggregate)), lines, allocations,
    fulfillmentOrders: said(aggregate.fulfillmentOrders), shipments: aggregate.shipments.map((shipment) => ({ ...shipment, number: withheld(shipment.number), url: withheld(shipment.url), problem: said(shipment.problem) })),
    levels: await db.levels(merchantId, itemIds), entries: entries.filter((entry) => entry.orderId === orderId || entry.at >= order.placedAt),
    decisions: await db.decisions(merchantId, orderId), history: (await db.history(merchantId, orderId)).map((event) => said(redactedEvent(event))),
    intents: (await db.intentsOfOrder(merchantId, orderId)).map((row) => said(redactedIntent(row))),
    deliveries: deliveries.map(({ body, ...delivery }) => ({ ...said(delivery), body: said(redactedBody(body)) })),
  };
};

const withheld = (text: string | null): string | null => (text === null || text === "" ? text : WITHHELD);

/** What people wrote is theirs, and may say anything: that it was there is all that a capsule tells. */
const redactedOrder = ({ order }: OrderAggregate): Record<string, unknown> => ({
  ...order, contactId: withheld(order.contactId), customerId: withheld(order.customerId), shipToPostal: withheld(order.shipToPostal), shipToLatitude: null, shipToLongitude: null,
  holdReason: withheld(order.holdReason), tags: order.tags.map(() => WITHHELD),
});

const FREE_TEXTS = ["note", "reason", "why", "words"] as const;

const redactedEvent = (event: HistoryEvent): HistoryEvent => ({ ...event, detail: withoutFreeText(event.detail) });

const withoutFreeText = (detail: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, FREE_TEXTS.some((one) => one === key) && typeof value === "string" ? withheld(value) : key === "tracking" || key === "number" || key === "url" ? WITHHELD : value]));

const redactedIntent = (row: OutboxRow): OutboxRow => {
  const { intent } = row;
  const noted = "note" in intent ? { ...intent, note: withheld(intent.note) ?? "" } : intent;
  return { ...row, intent: "tracking" in noted ? { ...noted, tracking: { company: noted.tracking.company, number: withheld(noted.tracking.number), url: withheld(noted.tracking.url) } } : noted };
};

export interface CapsuleCheck {
  decisions: number;
  /** In sentences; empty: every decision was made again, byte for byte. */
  faults: string[];
}

/** Makes every decision of a capsule again from its own inputs, and compares. `canonical` spells a value so that equal ones are equal texts. */
export const checkCapsule = (capsule: Pick<Capsule, "decisions">, tools: { sha256(text: string): string; canonical(value: unknown): string }): CapsuleCheck => {
  const faults = capsule.decisions.flatMap(({ id, certificate, inputsHash }) => [
    ...(tools.sha256(canonicalBytes(certificate.problem)) === inputsHash ? [] : [`Decision ${id}: its inputs are not those that it was made from.`]),
    ...(tools.canonical(route(certificate.problem)) === tools.canonical(certificate) ? [] : [`Decision ${id}: made again, it is another one.`]),
  ]);
  return { decisions: capsule.decisions.length, faults };
};
