import { z } from "zod";
import type { Db } from "../../db/port";
import type { MerchantId } from "../../domain/ids";
import { BAD_CURSOR, ExceptionsQuery } from "./arguments";
import { type Answer, endpoint, found, refused } from "./endpoint";
import { Exception, isoTime, listOf } from "./shapes";

type Row = z.output<typeof Exception>;
type Stage = (typeof STAGES)[number];
type Page = { rows: Row[]; next: string | null };
type Read = (ask: { db: Db; merchantId: MerchantId; cursor: string; limit: number }) => Promise<Page>;

/** Listed one kind after the other; a cursor says how far into which. */
const STAGES = ["delivery", "intent", "read", "order"] as const;
const Cursor = z.tuple([z.enum(STAGES), z.string()]);
/** Reads that failed are few, one a resource, and come in one piece. */
const FAILED_READS_MAX = 250;

const READERS: Record<Stage, Read> = {
  async delivery({ db, merchantId, cursor, limit }) {
    const { rows, nextCursor } = await db.parkedDeliveries(merchantId, cursor, limit);
    return { next: nextCursor, rows: rows.map((row) => ({ kind: "delivery", id: row.id, storeId: row.storeId, orderId: null, subject: row.topic, problem: row.reason, since: isoTime(row.receivedAt) })) };
  },
  async intent({ db, merchantId, cursor, limit }) {
    const { rows, nextCursor } = await db.refusedIntents(merchantId, cursor, limit);
    return { next: nextCursor, rows: rows.map((row) => ({ kind: "intent", id: row.id, storeId: row.storeId, orderId: row.orderId, subject: row.intent.kind, problem: row.problem ?? "", since: isoTime(row.createdAt) })) };
  },
  async read({ db, merchantId }) {
    const rows = await db.failedReads(merchantId, FAILED_READS_MAX);
    return { next: null, rows: rows.map((row) => ({ kind: "read", id: `${row.storeId}/${row.kind}/${row.target}`, storeId: row.storeId, orderId: null, subject: row.kind, problem: row.problem ?? "", since: isoTime(row.requestedAt) })) };
  },
  async order({ db, merchantId, cursor, limit }) {
    const { rows, nextCursor } = await db.findOrders({ merchantId, statuses: ["backordered", "held"], cursor: cursor || undefined, limit });
    const stuck = rows.filter((row) => row.problem !== null);
    return { next: nextCursor, rows: stuck.map((row) => ({ kind: "order", id: row.id, storeId: row.storeId, orderId: row.id, subject: row.name, problem: row.problem!, since: isoTime(row.updatedAt) })) };
  },
};

export const listExceptions = endpoint({
  path: "/exceptions", tag: "Exceptions", summary: "List what waits for a person", query: ExceptionsQuery, answer: listOf(Exception),
  description: "Deliveries that could not be read, intents that the platform refused, reads that failed, then orders that cannot go on by themselves. A page may be shorter than its limit and still have a next one.",
  async respond({ db, merchantId, query }): Promise<Answer<{ data: Row[]; nextCursor: string | null }>> {
    const start = decode(query.cursor);
    if (!start) return refused(BAD_CURSOR);
    const data: Row[] = [];
    let at: z.output<typeof Cursor> | null = start;
    while (at !== null && data.length < query.limit) {
      const [stage, cursor]: z.output<typeof Cursor> = at;
      const page: Page = await READERS[stage]({ db, merchantId, cursor, limit: query.limit - data.length });
      data.push(...page.rows);
      const following: Stage | undefined = STAGES[STAGES.indexOf(stage) + 1];
      at = page.next !== null ? [stage, page.next] : following ? [following, ""] : null;
    }
    return found({ data, nextCursor: at && encode(at) });
  },
});

const encode = (at: z.output<typeof Cursor>): string => Buffer.from(JSON.stringify(at)).toString("base64url");

function decode(cursor: string | undefined): z.output<typeof Cursor> | null {
  if (!cursor) return ["delivery", ""];
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
