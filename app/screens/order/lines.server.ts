import type { OrderLineRecord, ShipmentRecord } from "../../domain/records";
import { formatMoney } from "../money";

export interface LineRow {
  id: string;
  title: string;
  sku: string;
  quantity: number;
  /** Taken off by edits and refunds. */
  removed: number;
  shipped: number;
  requiresShipping: boolean;
  price: string;
  /** What it was bought in: "Weekend set × 2". */
  bundle: { id: string; title: string } | null;
}

/** Lines that were never or are no longer there are left out. */
export const lineRows = (lines: readonly OrderLineRecord[], shipments: readonly ShipmentRecord[], currency: string): LineRow[] =>
  lines.filter((line) => line.quantity > 0 || line.currentQuantity > 0).map((line) => lineRow(line, shipments, currency));

function lineRow(line: OrderLineRecord, shipments: readonly ShipmentRecord[], currency: string): LineRow {
  const shipped = shipments.filter((shipment) => shipment.status === "confirmed").flatMap((shipment) => shipment.lines).filter((each) => each.orderLineId === line.id);
  return {
    id: line.id,
    title: line.title,
    sku: line.sku,
    quantity: line.currentQuantity,
    removed: line.quantity - line.currentQuantity,
    shipped: shipped.reduce((sum, each) => sum + each.quantity, 0),
    requiresShipping: line.requiresShipping,
    price: formatMoney(line.unitPriceMinor, currency),
    bundle: line.bundle === null ? null : { id: line.bundle.platformId, title: line.bundle.quantity === 1 ? line.bundle.title : `${line.bundle.title} × ${line.bundle.quantity}` },
  };
}
