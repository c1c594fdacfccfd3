import type { LocationId } from "../../domain/ids";
import type { RestockKind } from "../../domain/platform";
import type { OrderLineRecord, OrderRecord } from "../../domain/records";
import { formatMoney } from "../money";

export interface RefundView {
  id: string;
  at: number;
  /** "$32.00", and what the customer got where that is another currency: "$32.00 (€29.40 to the customer)". */
  amount: string;
  lines: string[];
}

const RESTOCK_WORDS: Record<RestockKind, (location: string) => string> = {
  none: () => "not restocked",
  cancel: () => "sold no more, back in stock",
  return: (location) => `back on the shelf in ${location}`,
};

/** Money given back, newest first, with what went back on the shelf. */
export const refundViews = (order: OrderRecord, lines: readonly OrderLineRecord[], nameOf: (id: LocationId | null) => string): RefundView[] =>
  [...order.refunds].sort((a, b) => b.createdAt - a.createdAt).map((refund) => ({
    id: refund.platformId,
    at: refund.createdAt,
    amount: bothCurrencies(order, { minor: refund.totalMinor, presentmentMinor: refund.presentmentTotalMinor }),
    lines: refund.lines.map((line) => {
      const title = lines.find((each) => each.id === line.orderLineId)?.title ?? "a removed line";
      return `${line.quantity} × ${title}, ${RESTOCK_WORDS[line.restock](nameOf(line.locationId))}`;
    }),
  }));

/** In the merchant's money; beside it the customer's where that is another. */
export function bothCurrencies({ currency, presentmentCurrency }: Pick<OrderRecord, "currency" | "presentmentCurrency">, { minor, presentmentMinor }: { minor: number; presentmentMinor: number }): string {
  const own = formatMoney(minor, currency);
  return presentmentCurrency === currency ? own : `${own} (${formatMoney(presentmentMinor, presentmentCurrency)} to the customer)`;
}
