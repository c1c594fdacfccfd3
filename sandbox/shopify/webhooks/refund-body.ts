import { exactNumber, exactNumberOrNull } from "../exact-json";
import { localText } from "../clock-text";
import type { Order, Refund, Shop } from "../model/records";
import { amountText, decimalsOf, moneySet, presentmentMinor } from "../money-text";
import { lineBody } from "./line-body";

/** The body of `refunds/create`, and an order's `refunds[]`: lines' sums are numbers, a transaction's amount is presentment money (shopify.dev: webhook payloads). */
export function refundBody(shop: Shop, order: Order, refund: Refund): unknown {
  const at = localText(refund.createdAt, shop.timeZone);
  return {
    id: exactNumber(refund.id), admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`, created_at: at, processed_at: at, note: refund.note, order_id: exactNumber(order.id), restock: refund.lines.some(({ restockType }) => restockType !== "NO_RESTOCK"),
    user_id: null, total_duties_set: moneySet(0, order), return: null, duties: [], refund_shipping_lines: [], additional_fees: [], order_adjustments: [],
    refund_line_items: refund.lines.flatMap((refunded) => {
      const line = order.lines.find((candidate) => candidate.id === refunded.lineId);
      return line ? [{
        id: exactNumber(refunded.id), line_item_id: exactNumber(line.id), location_id: exactNumberOrNull(refunded.locationId), quantity: refunded.quantity, restock_type: refunded.restockType.toLowerCase(),
        subtotal: refunded.subtotalMinor / 10 ** decimalsOf(order.currency), subtotal_set: moneySet(refunded.subtotalMinor, order), total_tax: refunded.taxMinor / 10 ** decimalsOf(order.currency),
        total_tax_set: moneySet(refunded.taxMinor, order), line_item: lineBody(shop, order, line),
      }] : [];
    }),
    transactions: refund.amountMinor === 0 ? [] : [{
      id: exactNumber(refund.id), admin_graphql_api_id: `gid://shopify/OrderTransaction/${refund.id}`, amount: amountText(presentmentMinor(refund.amountMinor, order), order.presentmentCurrency), currency: order.presentmentCurrency,
      created_at: at, processed_at: at, gateway: "bogus", kind: "refund", status: "success", order_id: exactNumber(order.id), parent_id: exactNumber(order.id), test: true, message: "Bogus Gateway: Forced success",
    }],
  };
}
