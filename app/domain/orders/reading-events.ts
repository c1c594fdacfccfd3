import type { WaitingTerms } from "../policy/types";
import type { DecisionRecord, HistoryEvent, OrderAggregate, OrderAttention } from "../records";
import { factOf } from "./attention";
import type { Merged } from "./merge-reading";
import type { LineChange, ReadingChanges } from "./reading-changes";
import type { Routed } from "./route-order";

interface Story {
  existing: OrderAggregate | null;
  merged: Merged;
  changes: ReadingChanges;
  routed: Routed;
  /** The newest decision as it stands after the reading. */
  latest: DecisionRecord | null;
  /** By which terms the platform is asked to cancel it; null: it is not. */
  ending: WaitingTerms | null;
}

/** What a reading adds to an order's history: each thing once, told of whoever did it. */
export const readingEvents = (story: Story, world: { now: number; newId(): string }): HistoryEvent[] => {
  const { existing, merged } = story;
  const { order } = merged.aggregate;
  const events: HistoryEvent[] = [];
  const tell = (actor: string, type: string, detail: Record<string, unknown> = {}) =>
    events.push({ merchantId: order.merchantId, id: world.newId(), orderId: order.id, at: world.now, actor, type, detail });
  if (!existing) tell("platform", "captured", { by: "reading" });
  tellChanges(story, tell);
  for (const shipment of merged.confirmed) tell(shipment.madeHere ? "switchyard" : "platform", "shipped", { shipmentId: shipment.id, units: unitsIn(shipment.lines) });
  for (const shipment of merged.cancelled) tell("platform", "shipment-cancelled", { shipmentId: shipment.id });
  tellDecision(story, tell);
  if (existing && existing.order.holdReason !== null && order.holdReason === null) tell("platform", "released");
  if (order.cancelledAt !== null && (!existing?.order.readAt || existing.order.cancelledAt === null)) tell("platform", "cancelled");
  const [before, now] = [existing?.order.attention ?? [], order.attention];
  for (const { code, detail } of without(now, before)) tell("switchyard", "attention-raised", { code, ...detail });
  for (const { code } of without(before, now)) tell("switchyard", "attention-over", { code });
  if (story.ending) tell("switchyard", "waited-too-long", { days: story.ending.afterDays });
  if (existing && existing.order.status !== order.status) tell("switchyard", "status", { from: existing.order.status, to: order.status });
  return events;
};

const without = (facts: readonly OrderAttention[], others: readonly OrderAttention[]): OrderAttention[] => {
  const told = new Set(others.map(factOf));
  return facts.filter((one) => !told.has(factOf(one)));
};

type Tell = (actor: string, type: string, detail?: Record<string, unknown>) => void;

const tellChanges = ({ changes, merged }: Story, tell: Tell): void => {
  const { order } = merged.aggregate;
  if (changes.edited.length > 0) tell("platform", "edited", { added: risen(changes.edited), removed: fallen(changes.edited) });
  for (const refund of changes.refunds) {
    const restocked = refund.lines.filter((line) => line.restock === "return");
    tell("platform", "refunded", { totalMinor: refund.totalMinor, currency: order.currency, units: unitsIn(refund.lines), restockedUnits: unitsIn(restocked) });
  }
  if (changes.financialStatus) tell("platform", "financial-status", changes.financialStatus);
  if (changes.heldElsewhere) tell("platform", "held-elsewhere");
  if (changes.releasedElsewhere) tell("platform", "released-elsewhere");
  for (const { fulfillmentOrder, to } of changes.requests) tell("platform", "request", { status: to, locationId: fulfillmentOrder.locationId });
};

const risen = (changes: readonly LineChange[]) => changes.filter((one) => one.after > one.before).map(({ sku, title, before, after }) => ({ sku, title, units: after - before }));
const fallen = (changes: readonly LineChange[]) => changes.filter((one) => one.after < one.before).map(({ sku, title, before, after }) => ({ sku, title, units: before - after }));

const tellDecision = ({ routed, latest }: Story, tell: Tell): void => {
  if (routed.decision && latest) tell("switchyard", routed.decision.certificate.outcome === "routed" ? "routed" : "unroutable", { decisionId: routed.decision.id, ...decisionDetail(routed.decision), ...(routed.kept && { keptUnits: routed.kept.units, savingMinor: routed.kept.savingMinor }) });
  else if (routed.settled) {
    const elsewhere = routed.settled.status === "superseded";
    tell(elsewhere ? "platform" : "switchyard", elsewhere ? "moved-elsewhere" : "placed", { decisionId: routed.settled.decisionId });
  }
};

const unitsIn = (lines: readonly { quantity: number }[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);

const decisionDetail = ({ certificate, status }: DecisionRecord): Record<string, unknown> =>
  certificate.outcome === "routed"
    ? { parcels: certificate.plan.parcels, costMinor: certificate.plan.costMinor, currency: certificate.problem.currency, status }
    : { shortItems: certificate.shortages.map((shortage) => shortage.itemId) };
