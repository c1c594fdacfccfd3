import { createHash } from "node:crypto";
import type { OrderId } from "../../app/domain/ids";
import type { House } from "./house";

const MANY = 100_000;

/**
 * All that the house knows of one run, as text: the same history gives the same text on both databases. Ids and times are the run's own, so
 * nothing has to be left out.
 */
export const canonicalText = async ({ db, world }: House, orderIds: readonly OrderId[]): Promise<string> => {
  const { merchantId } = world;
  const itemIds = world.items.map((item) => item.id);
  const rows: [string, readonly object[]][] = [
    ["level", await db.levels(merchantId, itemIds)],
    ["order", await db.orderAggregates(merchantId, orderIds)],
  ];
  for (const itemId of itemIds) {
    rows.push(["entry", await db.entriesOf(merchantId, itemId, MANY)], ["difference", await db.differencesOf(merchantId, itemId, MANY)]);
  }
  for (const orderId of orderIds) {
    rows.push(["decision", await db.decisions(merchantId, orderId)], ["event", await db.history(merchantId, orderId)], ["intent", await db.intentsOfOrder(merchantId, orderId)]);
  }
  rows.push(["act", await db.stockIntents(merchantId, 0, MANY)]);
  return rows.flatMap(([kind, all]) => all.map((row) => `${kind} ${JSON.stringify(sorted(row))}`)).sort().join("\n");
};

/** A database may give the fields of a row, and the parts of an order, in an order of its own. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted).map((one) => JSON.stringify(one)).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
};

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
