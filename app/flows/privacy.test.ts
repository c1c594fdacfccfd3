import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startPostgres } from "../../tests/postgres";
import { fillAll } from "../db/battery-privacy";
import { contactRow, delivery, event, intentRow, MASTER_KEYS, merchant, NOW, orderId, orderRow, setOf, store, storeRow } from "../db/battery-fixtures";
import { openDatabase } from "../db/open-database";
import type { Db, TextCursor } from "../db/port";
import { toId } from "../domain/ids";
import type { NewDelivery } from "../domain/messages";
import { applyDeliveries } from "./apply-deliveries";
import type { FlowContext } from "./context";
import { exportCustomer } from "./privacy-export";
import { forgetOld } from "./privacy-retention";
import { advanceErasures, retryErasure } from "./privacy-runs";

const folder = mkdtempSync(join(tmpdir(), "switchyard-privacy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PERSON = { name: "Quillon Ferrybank", email: "quillon@ferrybank.example", phone: "+44 20 7946 0958", address1: "14 Thistledown Row", company: null };
/** All that must not be found afterwards, in any spelling that somebody planted. */
const TRACES = ["quillon", "ferrybank", "7946 0958", "79460958", "thistledown"];
const CUSTOMER = "77001";
const DOMAIN = "acme.myshopify.com";

const BODY = { "data-request": "orders_requested", "redact-customer": "orders_to_redact" } as const;

const contextOf = (db: Db, clock: { now: number }): FlowContext => {
  let made = 0;
  const quiet = (): void => undefined;
  return {
    db, now: () => clock.now, newId: () => `id-${String((made += 1)).padStart(6, "0")}`, random: () => 0.5, sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
    log: { info: quiet, warn: quiet, error: quiet }, access: () => Promise.reject(new Error("nothing asks the platform")),
    channel: () => ({
      interpret: (topic: string, body: string) => {
        if (!topic.startsWith("privacy/")) return { kind: "ignored", reason: "" };
        const said = JSON.parse(body) as { customer?: { id: string }; orders?: string[] };
        return { kind: "privacy", request: topic.slice("privacy/".length), customerPlatformId: said.customer?.id ?? null, orderPlatformIds: said.orders ?? [] };
      },
    }),
  } as unknown as FlowContext;
};

const request = (kind: string, orders: string[], changes: Partial<NewDelivery> = {}): NewDelivery => delivery(`ask-${kind}`, {
  topic: `privacy/${kind}`, receivedAt: NOW, body: JSON.stringify({ customer: { id: CUSTOMER, email: PERSON.email, phone: PERSON.phone }, orders, [BODY[kind as keyof typeof BODY] ?? "none"]: orders }), ...changes,
});

/** A shop with a row in every table, the person's orders 10001 and 10002, a namesake's order 10003, and traces of the person wherever text can stand. */
const plant = async (db: Db): Promise<void> => {
  await fillAll(db, "Quillon Ferrybank");
  const order = (id: string, changes: object) => ({ order: orderRow(id, { contactId: `contact-${id}`, customerId: `store-${CUSTOMER}`, ...changes }), terms: [`#${id}`, PERSON.email, "quillon", "ferrybank"] });
  await db.commit([setOf({
    customers: [{ merchantId: merchant, storeId: store, id: `store-${CUSTOMER}`, platformId: toId(CUSTOMER), contactId: `customer-${CUSTOMER}`, firstOrderAt: NOW, lastOrderAt: NOW, updatedAt: NOW }],
    contacts: [contactRow("contact-10001", PERSON), contactRow("contact-10002", { ...PERSON, address1: "3 Thistledown Mews" }), contactRow(`customer-${CUSTOMER}`, PERSON), contactRow("contact-10003")],
    orders: [
      order("10001", { holdReason: "Mr Ferrybank rings back", tags: ["Ferrybank", "vip"], problem: `mail to ${PERSON.email}`, shipToLatitude: 51.5 }), order("10002", {}),
      { order: orderRow("10003", { contactId: "contact-10003", customerId: "store-5", holdReason: "another Ferrybank, not Quillon", tags: ["vip"] }), terms: ["ferrybank"] },
    ],
    events: [{ ...event("e-10001", "10001"), detail: { reason: "Quillon asked", when: 5 } }],
    intents: [intentRow("i-10001", { orderId: orderId("10001"), intent: { kind: "hold", fulfillmentOrderPlatformId: toId("8"), handle: "switchyard-manual", reason: "other", note: "call +442079460958" } })],
    activity: [{ merchantId: merchant, id: "act-9", at: NOW, actor: "person:1", verb: "stock-adjusted", subjectKind: "item", subjectId: "x", reason: "sent to 14  thistledown row", detail: {} }],
    views: [{ merchantId: merchant, id: "view-9", screen: "orders", name: "Q", query: `search=${encodeURIComponent(PERSON.email)}`, createdBy: "person:1", createdAt: NOW }],
  })]);
  await db.storeDeliveries([
    delivery("body-name", { body: '{"note":"Quillon \\u0046errybank"}' }), delivery("body-number", { body: '{"id":10002,"x":1}' }), delivery("body-other", { body: '{"id":10003}' }),
    delivery("body-parked", { body: `{"email":"${PERSON.email}"}` }), delivery("body-waiting", { body: `{"email":"${PERSON.email.toUpperCase()}"}`, receivedAt: NOW + 1_000_000 }),
  ]);
  await db.commit([setOf({
    deliveries: [...["body-name", "body-number", "body-other", "d1", "d2"].map((id) => ({ id, status: "applied" as const, reason: null })), { id: "body-parked", status: "parked" as const, reason: `no order of ${PERSON.email}` }],
  })]);
};

const settle = async (ctx: FlowContext): Promise<void> => {
  await applyDeliveries(ctx);
  for (let steps = 0; (await advanceErasures(ctx)) > 0; steps += 1) if (steps > 200) throw new Error("it never ends");
};

const allTexts = async (db: Db): Promise<string> => {
  const texts: string[] = [];
  for (let cursor: TextCursor | null | undefined; cursor !== null;) {
    const page = await db.textPage(merchant, cursor ?? null, 100);
    texts.push(...page.rows.flatMap((row) => Object.entries(row.texts).map(([column, text]) => `${page.table}.${column}: ${text}`)));
    cursor = page.next;
  }
  return texts.join("\n").toLowerCase();
};

/** What a thief of the whole database would read. */
interface Vault { newUrl(): Promise<string>; bytes(url: string): string }

const privacyRules = (vault: () => Vault): void => {
  let db: Db;
  let url: string;
  let clock: { now: number };
  let ctx: FlowContext;
  const runOf = async (kind: "erase-customer" | "export-customer" | "erase-store") => (await db.runs(merchant, { storeId: store, kinds: [kind], limit: 1 }))[0]!;

  beforeEach(async () => {
    url = await vault().newUrl();
    db = await openDatabase({ url, masterKeys: MASTER_KEYS });
    clock = { now: NOW };
    ctx = contextOf(db, clock);
    await plant(db);
    return () => db.close();
  });

  test("a customer who asks to be forgotten is: nothing of them is found in any text, nor in the database's bytes", async () => {
    expect(TRACES.filter((trace) => vault().bytes(url).toLowerCase().includes(trace))).toEqual(vault().bytes(url) === "" ? [] : ["quillon", "ferrybank", "79460958", "thistledown"]);
    await db.storeDeliveries([request("redact-customer", ["10001"])]);
    await settle(ctx);
    const waits = await runOf("erase-customer");
    expect(waits.status, "a message that is not applied yet is waited for").toBe("running");
    clock.now = NOW + 2_000_000;
    await settle(ctx);
    const run = await runOf("erase-customer");
    expect(run).toMatchObject({ status: "done", problem: null, actor: "platform", total: 2, done: 2, detail: { hits: {}, customer: null, orders: [], contactIds: [], deliveryId: null } });
    expect(run.detail.tables, "every table was looked through").toBe((await import("../db/owned-tables")).OWNED_TABLES.length);
    expect(run.detail.rows).toBeGreaterThan(40);
    const texts = await allTexts(db);
    const namesake = "another ferrybank, not quillon";
    expect(texts).toContain(namesake);
    expect(texts.replaceAll(namesake, "").split("\n").filter((text) => TRACES.some((trace) => text.includes(trace)))).toEqual([]);
    const bytes = vault().bytes(url).toLowerCase().replaceAll(namesake, "");
    expect(TRACES.filter((trace) => bytes.includes(trace))).toEqual([]);
  });

  test("the order's skeleton stays: goods, money, parcels, history; not who, nor where", async () => {
    const { order: before } = (await db.order(merchant, orderId("10001")))!;
    await db.storeDeliveries([request("redact-customer", ["10001"])]);
    clock.now = NOW + 2_000_000;
    await settle(ctx);
    const { order } = (await db.order(merchant, orderId("10001")))!;
    expect(order).toMatchObject({ ...before, contactId: null, customerId: null, shipToPostal: null, shipToLatitude: null, shipToLongitude: null, version: order.version, updatedAt: order.updatedAt, tags: ["[erased]", "vip"], holdReason: "Mr [erased] rings back", problem: "mail to [erased]" });
    expect((await db.history(merchant, orderId("10001"))).map((one) => [one.type, one.actor])).toEqual([["captured", "switchyard"], ["customer-erased", "platform"]]);
    expect([...(await db.contacts(merchant, ["contact-10001", "contact-10002", `customer-${CUSTOMER}`, "contact-10003"])).keys()]).toEqual(["contact-10003"]);
    expect(await db.customer(merchant, `store-${CUSTOMER}`)).toBeNull();
    const found = async (search: string) => (await db.findOrders({ merchantId: merchant, search, limit: 9 })).rows.map((row) => row.id);
    // Orders of two others of that name are still found by it.
    expect([await found(PERSON.email), await found("quillon"), await found("ferrybank"), await found("#10001")]).toEqual([[], ["1"], ["10003", "1"], ["10001"]]);
    const bodies = await Promise.all(["body-name", "body-number", "body-parked", "body-waiting", "body-other", "ask-redact-customer"].map((id) => db.deliveryBody(merchant, id)));
    expect(bodies).toEqual([null, null, null, null, '{"id":10003}', null]);
    expect((await db.parkedDeliveries(merchant, "", 9)).rows).toEqual([]);
  });

  test("broken off after any step, it goes on where it stood and ends the same", async () => {
    await db.storeDeliveries([request("redact-customer", ["10001"])]);
    clock.now = NOW + 2_000_000;
    await applyDeliveries(ctx);
    for (let fails = 1; fails < 12; fails += 1) {
      let commits = 0;
      const breaking: Db = { ...db, commit: async (sets) => { commits += 1; if (commits === 2) throw new Error("the power is gone"); return db.commit(sets); }, forgetPerson: async (...what) => { await db.forgetPerson(...what); if (fails < 11) throw new Error("the power is gone"); } };
      await advanceErasures({ ...ctx, db: breaking }).catch(() => undefined);
      const run = await runOf("erase-customer");
      if (run.status === "failed") expect(await retryErasure(ctx, { merchantId: merchant, runId: run.id })).toEqual({ ok: true });
    }
    await settle(ctx);
    expect(await runOf("erase-customer")).toMatchObject({ status: "done", detail: { hits: {} } });
    expect((await db.contacts(merchant, ["contact-10001"])).size).toBe(0);
  });

  test("what cannot be rewritten is told by its place, and the contacts stay sealed until it is mended", async () => {
    await db.commit([setOf({ stores: [storeRow({ name: `Owner ${PERSON.email}` })] })]);
    await db.storeDeliveries([request("redact-customer", ["10001"])]);
    clock.now = NOW + 2_000_000;
    await settle(ctx);
    const failed = await runOf("erase-customer");
    expect(failed).toMatchObject({ status: "failed", problem: expect.stringContaining("stores.name (1)") });
    expect(failed.problem).not.toContain("quillon");
    await db.commit([setOf({ stores: [storeRow()] })]);
    expect(await retryErasure(ctx, { merchantId: merchant, runId: failed.id })).toEqual({ ok: true });
    await settle(ctx);
    expect(await runOf("erase-customer")).toMatchObject({ status: "done" });
    expect(await retryErasure(ctx, { merchantId: merchant, runId: failed.id })).toMatchObject({ ok: false });
  });

  test("a data request can be downloaded for 30 days, whole, and nothing of it is stored", async () => {
    await db.storeDeliveries([request("data-request", ["10001"])]);
    await settle(ctx);
    const run = await runOf("export-customer");
    expect(run).toMatchObject({ status: "done", actor: "platform", detail: { customer: CUSTOMER, orders: ["10001"] } });
    const made = await exportCustomer(ctx, { merchantId: merchant, runId: run.id, actor: "person:1" });
    if (!made.ok) throw new Error(made.problem);
    expect(made.document).toMatchObject({
      customer: { platformId: CUSTOMER, contact: PERSON },
      orders: [{ name: "#10001", contact: PERSON, timeline: [{ type: "captured", detail: { reason: "Quillon asked" } }] }, { name: "#10002", contact: { address1: "3 Thistledown Mews" } }],
    });
    expect((await db.activityPage(merchant, { limit: 5 })).rows.map((row) => [row.verb, row.actor, row.subjectId])).toContainEqual(["customer-data-exported", "person:1", `store-${CUSTOMER}`]);
    clock.now += 31 * 86_400_000;
    expect(await exportCustomer(ctx, { merchantId: merchant, runId: run.id, actor: "person:1" })).toMatchObject({ ok: false, problem: expect.stringContaining("30 days") });
  });

  test("a shop that asks to be erased is, with every row; one says so, and a late message finds nothing kept", async () => {
    await db.storeDeliveries([request("redact-shop", [], { receivedAt: NOW + 5 })]);
    clock.now = NOW + 10;
    await settle(ctx);
    expect(await db.rowCounts(merchant)).toEqual({});
    expect(await db.erasures(ctx.sha256(DOMAIN))).toMatchObject([{ rows: expect.any(Number), finishedAt: NOW + 10 }]);
    const bytes = vault().bytes(url).toLowerCase();
    for (const trace of TRACES) expect(bytes.includes(trace), trace).toBe(false);
    await db.storeDeliveries([request("redact-customer", ["10001"], { merchantId: null, storeId: null })]);
    await settle(ctx);
    expect((await db.parkedDeliveries(merchant, "", 5)).rows).toEqual([]);
    expect(await db.allStores()).toEqual([]);
  });

  test("an old request does not erase a shop that installed the app again since", async () => {
    await db.storeDeliveries([request("redact-shop", [], { triggeredAt: NOW - 1 })]);
    await settle(ctx);
    expect((await db.store(merchant, store))?.status).toBe("live");
    expect(await db.runs(merchant, { storeId: store, kinds: ["erase-store"], limit: 1 })).toEqual([]);
  });

  test("a store's retention forgets closed orders, then customers without any; open ones stay", async () => {
    const settings = (await db.storeSettings(merchant, store))!;
    await db.commit([setOf({ storeSettings: [{ ...settings, settings: { ...settings.settings, retentionDays: 10 } }], orders: [{ order: orderRow("10001", { version: 2, status: "shipped", contactId: "contact-10001", customerId: `store-${CUSTOMER}` }) }] })]);
    clock.now = NOW + 9 * 86_400_000;
    await forgetOld(ctx);
    expect((await db.contacts(merchant, ["contact-10001"])).size).toBe(1);
    clock.now = NOW + 11 * 86_400_000;
    await forgetOld(ctx);
    expect([...(await db.contacts(merchant, ["contact-10001", "contact-10002", `customer-${CUSTOMER}`])).keys()]).toEqual(["contact-10002", `customer-${CUSTOMER}`]);
    await db.commit([setOf({ orders: [{ order: orderRow("10002", { version: 2, status: "cancelled", contactId: "contact-10002", customerId: `store-${CUSTOMER}` }) }] })]);
    clock.now = NOW + 22 * 86_400_000;
    await forgetOld(ctx);
    expect((await db.contacts(merchant, ["contact-10002", `customer-${CUSTOMER}`])).size).toBe(0);
    expect((await db.order(merchant, orderId("10003")))?.order.contactId).toBe("contact-10003");
  });

  test("settled bodies and answers to programs go with their age", async () => {
    clock.now = NOW + 31 * 86_400_000;
    await forgetOld(ctx);
    expect(await Promise.all(["d1", "body-name", "body-parked", "body-waiting"].map(async (id) => (await db.deliveryBody(merchant, id)) !== null))).toEqual([false, false, true, true]);
    expect((await db.rowCounts(merchant)).apiRequests).toBeUndefined();
  });
};

const sqlite: Vault = {
  newUrl: async () => join(folder, `${crypto.randomUUID()}.db`),
  bytes: (url) => readdirSync(folder).map((name) => join(folder, name)).filter((path) => path.startsWith(url)).map((path) => readFileSync(path, "latin1")).join(""),
};
describe("privacy on SQLite", () => privacyRules(() => sqlite));

const offer = await startPostgres();
if (offer.ok) {
  const { server } = offer;
  describe("privacy on PostgreSQL", () => {
    afterAll(() => server.stop());
    privacyRules(() => ({ newUrl: () => server.createDatabase(), bytes: () => "" }));
  });
} else if (process.env.CI === "true") {
  test("privacy on PostgreSQL", () => expect.fail(offer.reason));
}

