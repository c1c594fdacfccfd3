import type { TextCursor, TextPage, TextRow } from "../db/port";
import type { RunRecord } from "../domain/desk";
import { mayBeRewritten, mayNamePeople } from "../domain/privacy/places";
import { type PersonWords, type Reach, jsonWithoutPerson, speaksOf, withoutPerson } from "../domain/privacy/words";
import type { FlowContext } from "./context";
import type { EraseDetail } from "./privacy-requests";

const ROWS_A_PAGE = 500;
/** Pages that one step looks through: a step is short, so that others get their turn. */
const PAGES_A_STEP = 20;
const BODIES = "inboxBodies";
const BODY_ERASED = "Its content was erased with a customer's data.";

interface Walk {
  detail: EraseDetail;
  words: PersonWords;
}

/** Texts about another order are looked through for the whole name: there are many Smiths. */
const reachOf = (table: string, column: string, about: { row: TextRow; detail: EraseDetail }): Reach => {
  if (!mayNamePeople(table, column)) return "addresses";
  const { orderId, id } = about.row.texts;
  const order = table === "orders" ? id : orderId;
  return order === undefined || (about.detail.orderIds as string[]).includes(order) ? "every-name" : "whole-names";
};

/** Rewrites what speaks of the person and deletes bodies of messages that do, from where the run stands, for one step. */
export const rewriteTexts = async (ctx: FlowContext, run: RunRecord, walk: Walk): Promise<{ next: TextCursor | null; rewritten: number; bodies: number; waiting: number }> => {
  let cursor = walk.detail.cursor;
  const told = { rewritten: 0, bodies: 0, waiting: 0 };
  for (let turn = 0; turn < PAGES_A_STEP; turn += 1) {
    const page: TextPage = await ctx.db.textPage(run.merchantId, cursor, ROWS_A_PAGE);
    if (page.table === BODIES) {
      const ids = page.rows.filter((row) => row.key[0] !== walk.detail.deliveryId && isOfPerson(row, page.table, walk)).map((row) => String(row.key[0]));
      const waiting = ids.length === 0 ? [] : await ctx.db.eraseBodies(run.merchantId, ids, BODY_ERASED);
      told.waiting += waiting.length;
      told.bodies += ids.length - waiting.length;
    } else {
      for (const row of page.rows) told.rewritten += await rewriteRow(ctx, { run, table: page.table, row }, walk);
    }
    cursor = page.next;
    if (cursor === null) break;
  }
  return { ...told, next: cursor };
};

/** A message is the person's too when it names one of their orders or themselves by number. */
const isOfPerson = (row: TextRow, table: string, { detail, words }: Walk): boolean => {
  const body = row.texts.body ?? "";
  const numbers = [detail.customer, ...detail.orders, ...detail.orderIds.map((id) => id.slice(id.lastIndexOf("-") + 1))].filter((one) => one !== null && /^\d{5,}$/.test(one));
  return speaksOf(body, words, reachOf(table, "body", { row, detail })) || (numbers.length > 0 && new RegExp(`(?<!\\d)(?:${numbers.join("|")})(?!\\d)`).test(body));
};

const rewriteRow = async (ctx: FlowContext, at: { run: RunRecord; table: string; row: TextRow }, { detail, words }: Walk): Promise<number> => {
  const { table, row, run } = at;
  let rewritten = 0;
  for (const [column, was] of Object.entries(row.texts)) {
    const reach = reachOf(table, column, { row, detail });
    if (!mayBeRewritten(table, column) || !speaksOf(was, words, reach)) continue;
    const text = rewrittenText(was, words, reach);
    if (text !== was && (await ctx.db.rewriteText(run.merchantId, { table, key: row.key, column, was }, text))) rewritten += 1;
  }
  return rewritten;
};

/** In JSON only texts are rewritten, never its form. */
const rewrittenText = (was: string, words: PersonWords, reach: Reach): string => {
  if (!/^\s*[[{]/.test(was)) return withoutPerson(was, words, reach);
  try {
    return JSON.stringify(jsonWithoutPerson(JSON.parse(was), words, reach));
  } catch {
    return withoutPerson(was, words, reach);
  }
};

/** Looks through every text once more, and tells where the person is still spoken of. */
export const proveTexts = async (ctx: FlowContext, run: RunRecord, walk: Walk): Promise<{ next: TextCursor | null; tables: number; rows: number; hits: Record<string, number> }> => {
  let cursor = walk.detail.cursor;
  const told: { tables: number; rows: number; hits: Record<string, number> } = { tables: 0, rows: 0, hits: {} };
  for (let turn = 0; turn < PAGES_A_STEP; turn += 1) {
    const page: TextPage = await ctx.db.textPage(run.merchantId, cursor, ROWS_A_PAGE);
    told.rows += page.rows.length;
    for (const row of page.rows) for (const place of hitsIn(page.table, row, walk)) told.hits[place] = (told.hits[place] ?? 0) + 1;
    if (page.next?.table !== page.table) told.tables += 1;
    cursor = page.next;
    if (cursor === null) break;
  }
  return { ...told, next: cursor };
};

const hitsIn = (table: string, row: TextRow, { detail, words }: Walk): string[] => {
  // The message that asked is deleted with the contacts, in the last transaction.
  if (table === BODIES && row.key[0] === detail.deliveryId) return [];
  return Object.entries(row.texts).flatMap(([column, text]) => (speaksOf(text, words, reachOf(table, column, { row, detail })) ? [`${table}.${column}`] : []));
};
