import type { Db } from "../../db/port";
import { isOpen, type DriftRecord } from "../../domain/drift/drift";
import type { MerchantId } from "../../domain/ids";
import type { Tone } from "../../ui/contract";
import { spanWords } from "../../ui/plain/time-words";
import { DRIFT_CAUSE_WORDS, foundWords, gapWords, lastedWords } from "./drift-words";

export interface DriftRow {
  id: string;
  /** What drifted: "Trail cap at Reno", "Order #1042". */
  what: string;
  /** Where a person looks at it. */
  at: string | null;
  gap: string;
  cause: { label: string; tone: Tone };
  todo: string;
  foundAt: number;
  foundBy: string;
  /** How long it lasted, or null while it is open. */
  lasted: string | null;
  /** It can only be read again while it is open. */
  open: boolean;
  decideBy: number | null;
}

/** Drifts in words, with what they are about. */
export async function driftRows(db: Db, merchantId: MerchantId, drifts: readonly DriftRecord[]): Promise<DriftRow[]> {
  const itemIds = [...new Set(drifts.flatMap((one) => (one.itemId === null ? [] : [one.itemId])))];
  const orderIds = [...new Set(drifts.flatMap((one) => (one.orderId === null ? [] : [one.orderId])))];
  const [items, orders, locations] = await Promise.all([db.itemsById(merchantId, itemIds), db.orderAggregates(merchantId, orderIds), db.locations(merchantId)]);
  const itemName = new Map(items.map((item) => [item.id as string, item.title]));
  const orderName = new Map(orders.map(({ order }) => [order.id as string, order.name]));
  const placeName = new Map(locations.map((location) => [location.id as string, location.name]));
  const nameOf = (id: string): string => placeName.get(id) ?? "a closed location";
  return drifts.map((drift): DriftRow => {
    const { label, tone, todo } = DRIFT_CAUSE_WORDS[drift.cause];
    return {
      id: drift.id, what: whatOf(drift, { itemName, orderName, nameOf }), at: placeOf(drift, orderName), gap: drift.gaps.map((gap) => gapWords(gap, nameOf)).join(" · "), cause: { label, tone }, todo,
      foundAt: drift.foundAt, foundBy: foundWords(drift.foundBy), lasted: drift.lastedMs === null ? null : `${drift.beganExactly ? "" : "at most "}${lastedWords(drift.lastedMs, spanWords)}`,
      open: isOpen(drift), decideBy: drift.cause === "looking" ? drift.decideBy : null,
    };
  });
}

interface Names {
  itemName: ReadonlyMap<string, string>;
  orderName: ReadonlyMap<string, string>;
  nameOf(id: string): string;
}

function whatOf({ about, itemId, locationId, orderId }: DriftRecord, { itemName, orderName, nameOf }: Names): string {
  if (about === "stock") return `${itemName.get(itemId ?? "") ?? "An item that is gone"}${locationId === null ? "" : ` at ${nameOf(locationId)}`}`;
  const name = orderName.get(orderId ?? "");
  return name === undefined ? "An order that is not read yet" : `Order ${name}`;
}

const placeOf = ({ about, itemId, orderId }: DriftRecord, orderName: ReadonlyMap<string, string>): string | null => {
  if (about === "stock") return itemId === null ? null : `/inventory/${encodeURIComponent(itemId)}`;
  return orderId !== null && orderName.has(orderId) ? `/orders/${encodeURIComponent(orderId)}` : null;
};
