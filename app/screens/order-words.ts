import type { OrderStatus } from "../domain/orders/order-machine";
import type { FinancialStatus, FulfillmentOrderStatus, OrderSource, RequestStatus } from "../domain/platform";
import type { DecisionStatus, ShipmentStatus } from "../domain/records";
import type { Tone } from "../ui/contract";

/** The states of the house in the merchant's words. */
export interface StateWords {
  label: string;
  tone: Tone;
}

export const ORDER_STATES: Record<OrderStatus, StateWords> = {
  captured: { label: "Received", tone: "neutral" },
  allocated: { label: "To route", tone: "info" },
  backordered: { label: "Backordered", tone: "attention" },
  held: { label: "Held", tone: "attention" },
  routed: { label: "To ship", tone: "info" },
  released: { label: "In progress", tone: "info" },
  "partially-shipped": { label: "Partly shipped", tone: "info" },
  shipped: { label: "Shipped", tone: "positive" },
  cancelled: { label: "Cancelled", tone: "neutral" },
  left: { label: "Handled elsewhere", tone: "neutral" },
};

export const FINANCIAL_WORDS: Record<FinancialStatus, string> = {
  pending: "Payment pending", authorized: "Payment authorized", paid: "Paid", "partially-paid": "Partly paid", refunded: "Refunded",
  "partially-refunded": "Partly refunded", voided: "Payment voided", expired: "Payment expired", unknown: "Payment unknown",
};

export const SOURCE_WORDS: Record<OrderSource, string> = {
  online: "Online store", "point-of-sale": "Point of sale", draft: "Draft order", other: "Another channel",
};

export const FULFILLMENT_ORDER_STATES: Record<FulfillmentOrderStatus, StateWords> = {
  open: { label: "To ship", tone: "info" },
  "in-progress": { label: "In progress", tone: "info" },
  scheduled: { label: "Scheduled", tone: "neutral" },
  "on-hold": { label: "On hold", tone: "attention" },
  closed: { label: "Shipped", tone: "positive" },
  incomplete: { label: "Not completed", tone: "attention" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

export const SHIPMENT_STATES: Record<ShipmentStatus, StateWords> = {
  requested: { label: "Waiting for your shop", tone: "attention" },
  confirmed: { label: "Shipped", tone: "positive" },
  refused: { label: "Refused", tone: "critical" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

/** What a decision's state means for the order. */
export const DECISION_STATES: Record<DecisionStatus, StateWords & { meaning: string }> = {
  observed: { label: "Observed", tone: "neutral", meaning: "This is what Switchyard would do. Nothing was written to your shop." },
  pending: { label: "Being written", tone: "attention", meaning: "Your shop has not confirmed this plan yet. Until it does, the stock stays reserved where your shop has it." },
  confirmed: { label: "Confirmed", tone: "positive", meaning: "Your shop has confirmed this plan." },
  superseded: { label: "Replaced", tone: "neutral", meaning: "A newer plan has replaced this one." },
  withdrawn: { label: "Withdrawn", tone: "neutral", meaning: "A person decided otherwise before this plan reached your shop." },
  refused: { label: "Refused", tone: "critical", meaning: "Your shop refused this plan. The stock stays where your shop has it." },
};

/** How a part stands with the third party that ships it. */
export const REQUEST_STATES: Record<RequestStatus, StateWords> = {
  unsubmitted: { label: "Not asked yet", tone: "attention" },
  submitted: { label: "Asked: waiting for an answer", tone: "info" },
  accepted: { label: "Accepted by the third party", tone: "positive" },
  rejected: { label: "Refused by the third party", tone: "critical" },
  "cancellation-requested": { label: "Asked to stop: waiting for an answer", tone: "attention" },
  "cancellation-accepted": { label: "Stopped by the third party", tone: "neutral" },
  "cancellation-rejected": { label: "The third party goes on", tone: "critical" },
  closed: { label: "Done by the third party", tone: "neutral" },
};
