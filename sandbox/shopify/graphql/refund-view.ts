import { utcText } from "../clock-text";
import type { Order, OrderLine, Refund, RefundLine, Shop } from "../model/records";
import { decimalText, moneyBag } from "../money-text";
import { plainConnection } from "./connection";
import type { PageArguments } from "./connection";
import { globalId } from "./global-id";
import { LocationView } from "./item-views";

/** What a refund shows of others; given from outside, as an order's view knows this one. */
export interface RefundSurroundings { shop: Shop; order: Order; orderView(): object; lineView(line: OrderLine): object }

/** What GraphQL sees of a refund. A field that is not here is not played. */
export class RefundView {
  readonly __typename = "Refund";
  constructor(readonly around: RefundSurroundings, readonly refund: Refund) {}
  id() { return globalId("Refund", this.refund.id); }
  legacyResourceId() { return this.refund.id; }
  createdAt() { return utcText(this.refund.createdAt); }
  processedAt() { return utcText(this.refund.createdAt); }
  updatedAt() { return utcText(this.refund.createdAt); }
  note() { return this.refund.note; }
  order() { return this.around.orderView(); }
  return() { return null; }
  duties() { return []; }
  orderAdjustments(page: PageArguments) { return plainConnection([], page, (entry) => entry); }
  refundShippingLines(page: PageArguments) { return plainConnection([], page, (entry) => entry); }
  totalRefundedSet() { return moneyBag(this.refund.amountMinor, this.around.order); }
  refundLineItems(page: PageArguments) { return plainConnection(this.refund.lines, page, (line) => new RefundLineView(this.around, line)); }
  transactions(page: PageArguments) {
    const { id, amountMinor, createdAt } = this.refund;
    const made = amountMinor === 0 ? [] : [{ id: globalId("OrderTransaction", id), kind: "REFUND", status: "SUCCESS", gateway: "bogus", test: true, processedAt: utcText(createdAt), amountSet: moneyBag(amountMinor, this.around.order) }];
    return plainConnection(made, page, (entry) => entry);
  }
}

class RefundLineView {
  readonly __typename = "RefundLineItem";
  constructor(readonly around: RefundSurroundings, readonly line: RefundLine) {}
  private get orderLine() { return this.around.order.lines.find((candidate) => candidate.id === this.line.lineId); }
  id() { return globalId("RefundLineItem", this.line.id); }
  lineItem() { const line = this.orderLine; return line ? this.around.lineView(line) : null; }
  quantity() { return this.line.quantity; }
  restockType() { return this.line.restockType; }
  restocked() { return this.line.restockType !== "NO_RESTOCK"; }
  location() { const location = this.line.locationId === null ? undefined : this.around.shop.locations.get(this.line.locationId); return location ? new LocationView(this.around.shop, location) : null; }
  price() { return decimalText(this.orderLine?.priceMinor ?? 0, this.around.order.currency); }
  priceSet() { return moneyBag(this.orderLine?.priceMinor ?? 0, this.around.order); }
  subtotalSet() { return moneyBag(this.line.subtotalMinor, this.around.order); }
  totalTaxSet() { return moneyBag(this.line.taxMinor, this.around.order); }
}
