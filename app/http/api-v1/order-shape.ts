import type { z } from "zod";
import type { OrderAggregate } from "../../db/port";
import { ruleNames } from "../../domain/policy/rule-names";
import type { DecisionRecord, HistoryEvent, LocationRecord, PolicyRecord } from "../../domain/records";
import { explain, type ExplanationNames } from "../../domain/routing/explain";
import { isoTime, isoTimeOrNull, type Order, type OrderDetail } from "./shapes";

export type LocationNames = ReadonlyMap<string, string>;

export const namesOf = (locations: readonly LocationRecord[]): LocationNames => new Map(locations.map((location) => [location.id, location.name]));

const nameOf = (names: LocationNames, id: string | null): string | null => (id === null ? null : (names.get(id) ?? null));

/** An order as the API tells it: no contact, no address, nothing sealed. */
export function orderShape({ order, lines, fulfillmentOrders, shipments }: OrderAggregate, names: LocationNames): z.output<typeof Order> {
  return {
    id: order.id, storeId: order.storeId, platformId: order.platformId, name: order.name, status: order.status, source: order.source,
    financialStatus: order.financialStatus, currency: order.currency, totalMinor: order.totalMinor, tags: order.tags, test: order.test,
    placedAt: isoTime(order.placedAt), updatedAt: isoTime(order.updatedAt), cancelledAt: isoTimeOrNull(order.cancelledAt),
    holdReason: order.holdReason, problem: order.problem,
    lines: [...lines].sort((a, b) => a.position - b.position).map((line) => ({
      id: line.id, sku: line.sku, title: line.title, quantity: line.quantity, currentQuantity: line.currentQuantity,
      requiresShipping: line.requiresShipping, itemId: line.itemId, unitPriceMinor: line.unitPriceMinor,
    })),
    fulfillmentOrders: fulfillmentOrders.map((one) => ({
      id: one.id, platformId: one.platformId, locationId: one.locationId, locationName: nameOf(names, one.locationId), status: one.status,
      requestStatus: one.requestStatus, deliveryMethod: one.deliveryMethod,
      lines: one.lines.map((line) => ({ orderLineId: line.orderLineId, quantity: line.totalQuantity, remaining: line.remainingQuantity })),
    })),
    shipments: shipments.map((one) => ({
      id: one.id, platformId: one.platformId, fulfillmentOrderId: one.fulfillmentOrderId, locationId: one.locationId, locationName: nameOf(names, one.locationId),
      status: one.status, company: one.company, number: one.number, url: one.url, problem: one.problem,
      lines: one.lines.map((line) => ({ orderLineId: line.orderLineId, quantity: line.quantity })),
      requestedAt: isoTime(one.requestedAt), confirmedAt: isoTimeOrNull(one.confirmedAt),
    })),
  };
}

/** Names for a decision's sentences: items as the order's lines call them, rules as the version that decided does. */
export function wordsFor({ lines }: OrderAggregate, names: LocationNames, policy: PolicyRecord | null): ExplanationNames {
  const items = new Map(lines.map((line) => [line.itemId, line.sku || line.title]));
  return { location: (id) => names.get(id) ?? id, item: (id) => items.get(id) ?? id, rule: ruleNames(policy) };
}

interface Story {
  decision: DecisionRecord | null;
  /** The version that it was decided by. */
  policy: PolicyRecord | null;
  history: readonly HistoryEvent[];
}

export function orderDetailShape(aggregate: OrderAggregate, names: LocationNames, { decision, policy, history }: Story): z.output<typeof OrderDetail> {
  return {
    ...orderShape(aggregate, names),
    decision: decision && {
      id: decision.id, status: decision.status, decidedAt: isoTime(decision.decidedAt), inputsHash: decision.inputsHash,
      explanation: explain(decision.certificate, wordsFor(aggregate, names, policy)).sentences, certificate: { ...decision.certificate },
    },
    history: history.map((event) => ({ id: event.id, at: isoTime(event.at), actor: event.actor, type: event.type, detail: event.detail })),
  };
}
