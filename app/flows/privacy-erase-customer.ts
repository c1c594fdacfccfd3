import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import { idOf } from "../domain/ids";
import { forgetOrder } from "../domain/privacy/forget-order";
import { contactIdOf } from "../domain/orders/facts";
import type { PlatformContact } from "../domain/platform";
import type { OrderRecord } from "../domain/records";
import { type PersonWords, personWords } from "../domain/privacy/words";
import type { FlowContext } from "./context";
import { proveTexts, rewriteTexts } from "./privacy-texts";
import type { EraseDetail } from "./privacy-requests";

const ORDERS_A_STEP = 50;

/**
 * Takes the erasure of one person a step further: their orders lose what names them, every text of the merchant is rewritten
 * where it speaks of them, then all of it is looked through once more, and only when that finds nothing are contacts and their
 * keys deleted and the run done. The person's words are read from the sealed contacts at each step and live in memory
 * alone: a crash at any point loses nothing, and repeating a step changes nothing. False: it has to wait for something.
 */
export const eraseCustomerStep = async (ctx: FlowContext, run: RunRecord): Promise<boolean> => {
  const detail = run.detail as unknown as EraseDetail;
  switch (detail.phase) {
    case "find": return find(ctx, run, detail);
    case "orders": return forgetOrders(ctx, run, detail);
    case "texts": return texts(ctx, run, detail);
    case "proof": return proof(ctx, run, detail);
  }
};

/** Nobody else may have taken the run further; who has lost the race finds it further on. */
const save = async (ctx: FlowContext, run: RunRecord, changes: Partial<Omit<RunRecord, "detail">> & { detail: EraseDetail }): Promise<true> => {
  const written: RunRecord = { ...run, ...changes, detail: { ...changes.detail }, updatedAt: Math.max(ctx.now(), run.updatedAt + 1) };
  await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards: [{ kind: "run", id: run.id, updatedAt: run.updatedAt }], runs: [written] }]);
  return true;
};

const customerIdOf = (run: RunRecord, detail: EraseDetail): string | null => (detail.customer === null ? null : idOf(run.storeId, detail.customer));

const find = async (ctx: FlowContext, run: RunRecord, detail: EraseDetail): Promise<boolean> => {
  const { merchantId, storeId } = run;
  const customerId = customerIdOf(run, detail);
  const orders = await ctx.db.ordersOfPerson(merchantId, { storeId, customerId, orderPlatformIds: detail.orders });
  const customer = customerId === null ? null : await ctx.db.customer(merchantId, customerId);
  // An order that lost its tie to the contact in an earlier try has it still under the id that is made from its own.
  const contactIds = new Set([...orders.flatMap((one) => [one.contactId ?? contactIdOf(one.id), contactIdOf(one.id)]), ...(customer?.contactId ? [customer.contactId] : [])]);
  return save(ctx, run, { total: orders.length, detail: { ...detail, phase: "orders", orderIds: orders.map((one) => one.id), contactIds: [...contactIds] } });
};

const wordsOf = async (ctx: FlowContext, run: RunRecord, detail: EraseDetail): Promise<PersonWords> => {
  const contacts = [...(await ctx.db.contacts(run.merchantId, detail.contactIds)).values()];
  const body = detail.deliveryId === null ? null : await ctx.db.deliveryBody(run.merchantId, detail.deliveryId);
  return personWords([...contacts, ...(body === null ? [] : addressesIn(body))]);
};

/** The message itself names the person too; the fields are called the same on every platform. */
const addressesIn = (body: string): Partial<PlatformContact>[] => {
  const found: Partial<PlatformContact>[] = [];
  try {
    JSON.parse(body, (key, value: unknown) => {
      if ((key === "email" || key === "phone") && typeof value === "string") found.push({ [key]: value });
      return value;
    });
  } catch {
    return [];
  }
  return found;
};

/** In an earlier try. What people wrote on it is looked through with all other texts. */
const isForgotten = (order: OrderRecord): boolean => order.contactId === null && order.customerId === null && order.shipToPostal === null && order.shipToLatitude === null;

const forgetOrders = async (ctx: FlowContext, run: RunRecord, detail: EraseDetail): Promise<boolean> => {
  const ids = detail.orderIds.slice(detail.ordersDone, detail.ordersDone + ORDERS_A_STEP);
  if (ids.length === 0) return save(ctx, run, { detail: { ...detail, phase: "texts", cursor: null } });
  const words = await wordsOf(ctx, run, detail);
  const aggregates = await ctx.db.orderAggregates(run.merchantId, ids);
  const sets = aggregates.filter(({ order }) => !isForgotten(order)).map((aggregate) => forgetOrder(aggregate, { words, now: ctx.now(), eventId: ctx.newId(), actor: run.actor, why: "request" }));
  const outcomes = await ctx.db.commit(sets);
  // Somebody changed an order at this moment: all of them are looked at again, and those that are done stay as they are.
  if (outcomes.some((outcome) => outcome.status === "conflict")) return save(ctx, run, { detail });
  const ordersDone = detail.ordersDone + ids.length;
  return save(ctx, run, { done: ordersDone, detail: { ...detail, ordersDone } });
};

const texts = async (ctx: FlowContext, run: RunRecord, detail: EraseDetail): Promise<boolean> => {
  const words = await wordsOf(ctx, run, detail);
  const walked = await rewriteTexts(ctx, run, { detail, words });
  const counted = { ...detail, cursor: walked.next, rewritten: detail.rewritten + walked.rewritten, bodies: detail.bodies + walked.bodies };
  // A delivery that still waits to be applied would bring the person back: it is applied first, then erased.
  if (walked.waiting > 0) return false;
  return save(ctx, run, { detail: walked.next === null ? { ...counted, phase: "proof", cursor: null, tables: 0, rows: 0, hits: {} } : counted });
};

const proof = async (ctx: FlowContext, run: RunRecord, detail: EraseDetail): Promise<boolean> => {
  const words = await wordsOf(ctx, run, detail);
  const walked = await proveTexts(ctx, run, { detail, words });
  const hits = { ...detail.hits };
  for (const [place, count] of Object.entries(walked.hits)) hits[place] = (hits[place] ?? 0) + count;
  const counted = { ...detail, cursor: walked.next, tables: detail.tables + walked.tables, rows: detail.rows + walked.rows, hits };
  if (walked.next !== null) return save(ctx, run, { detail: counted });
  return end(ctx, run, counted);
};

const end = async (ctx: FlowContext, run: RunRecord, detail: EraseDetail): Promise<boolean> => {
  const found = Object.entries(detail.hits);
  const finishedAt = ctx.now();
  if (found.length > 0) {
    const places = found.map(([place, count]) => `${place} (${count})`).join(", ");
    return save(ctx, run, { status: "failed", failed: found.length, finishedAt, problem: `The customer's name or address still stands in ${places}. Take it out there, then try again.`, detail });
  }
  await ctx.db.forgetPerson(run.merchantId, { customerId: customerIdOf(run, detail), contactIds: detail.contactIds, deliveryIds: detail.deliveryId === null ? [] : [detail.deliveryId] });
  await ctx.db.settleFiles();
  ctx.log.info("customer erased", { merchantId: run.merchantId, storeId: run.storeId, count: detail.orderIds.length });
  // What is left says that it was done and looked through, and no longer of whom.
  return save(ctx, run, { status: "done", finishedAt, problem: null, detail: { ...detail, customer: null, orders: [], contactIds: [], deliveryId: null } });
};
