import { z } from "zod";
import type { OrderPage } from "../../db/port";
import type { DriftRecord } from "../../domain/drift/drift";
import type { StoreId } from "../../domain/ids";
import { boundOf } from "../../flows/watch-drift";
import { BAD_CURSOR, DriftQuery, NoQuery } from "./arguments";
import { type Answer, endpoint, found, refused } from "./endpoint";
import { Drift, StoreStaleness, isoTime, isoTimeOrNull, listOf } from "./shapes";

/** Stores are listed one after the other; a cursor says which, and how far into it. */
const Cursor = z.tuple([z.string(), z.string()]);
type Place = z.output<typeof Cursor>;
type Row = z.output<typeof Drift>;

export const listDrift = endpoint({
  path: "/drift", tag: "Drift", summary: "List where Switchyard and the platform differed", query: DriftQuery, answer: listOf(Drift),
  description: "Store by store, newest first: what differed, why, since when, and how it was mended. `open` ones are not mended, or their cause is not known yet. A page may be shorter than its limit and still have a next one.",
  async respond({ db, merchantId, query }): Promise<Answer<{ data: Row[]; nextCursor: string | null }>> {
    const stores = (await db.stores(merchantId)).filter((store) => query.storeId === undefined || store.id === query.storeId).map((store) => store.id).sort();
    const start: Place | null = query.cursor ? decode(query.cursor) : [stores[0] ?? "", ""];
    if (start === null) return refused(BAD_CURSOR);
    const data: Row[] = [];
    let at: Place | null = start;
    while (at !== null && data.length < query.limit) {
      const [storeId, cursor]: Place = at;
      const store: StoreId | undefined = stores.find((one) => one === storeId);
      if (store === undefined) break;
      const page: OrderPage<DriftRecord> = await db.driftPage(merchantId, { storeId: store, limit: query.limit - data.length, ...(query.open && { unsettled: true }), ...(query.cause && { cause: query.cause }), ...(cursor !== "" && { cursor }) });
      data.push(...page.rows.map(shapeOf));
      const following: StoreId | undefined = stores[stores.indexOf(store) + 1];
      at = page.nextCursor !== null ? [store, page.nextCursor] : following === undefined ? null : [following, ""];
    }
    return found({ data, nextCursor: at && encode(at) });
  },
});

export const listStaleness = endpoint({
  path: "/drift/staleness", tag: "Drift", summary: "How old what Switchyard knows can be", query: NoQuery, answer: z.object({ data: z.array(StoreStaleness) }),
  description: "Of each store an upper bound: every level and every order was compared with the platform no longer ago, or stands on the list of drifts. Null: not everything has been compared yet.",
  async respond({ db, merchantId }) {
    const now = Date.now();
    const data = [];
    for (const store of await db.stores(merchantId)) {
      if (store.status === "uninstalled") continue;
      const [{ ms, stockMs, ordersMs }, { count }] = [await boundOf(db, store, now), await db.unsettledDrifts(merchantId, store.id)];
      data.push({ storeId: store.id, boundMs: ms, stockMs, ordersMs, openDrifts: count });
    }
    return found({ data });
  },
});

const shapeOf = (drift: DriftRecord): Row => ({
  id: drift.id, storeId: drift.storeId, about: drift.about, itemId: drift.itemId, locationId: drift.locationId, orderId: drift.orderId, differences: drift.gaps, cause: drift.cause, foundBy: drift.foundBy,
  beganAt: isoTime(drift.beganAt), beganExactly: drift.beganExactly, foundAt: isoTime(drift.foundAt), decidedAt: isoTimeOrNull(drift.decidedAt), mendedAt: isoTimeOrNull(drift.mendedAt), mendedBy: drift.mendedBy,
  lastedMs: drift.lastedMs, evidence: drift.evidence.map(({ at, kind, ref, detail }) => ({ at: isoTime(at), kind, ref, detail })),
});

const encode = (at: Place): string => Buffer.from(JSON.stringify(at)).toString("base64url");

function decode(cursor: string): Place | null {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
