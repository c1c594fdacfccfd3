import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededOrder } from "../../tests/seeded-order";
import { apiKeyOf } from "../auth/api-keys";
import { driftRow } from "../db/battery-drift";
import { openDatabase } from "../db/open-database";
import type { Db } from "../db/port";
import { type MerchantId, type PlatformId, type StoreId, toId } from "../domain/ids";
import type { OutboxRow } from "../domain/messages";
import type { FlowContext } from "../flows/context";
import { BadArgument, type CliWorld, type ExitCode } from "./command";
import { createProgram, exitCodeOf } from "./program";

const folder = mkdtempSync(join(tmpdir(), "switchyard-capsule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const BIG = "820982911946154508";
const ORDER = `s-acme-${BIG}`;
const merchantId = toId<MerchantId>("acme");
const storeId = toId<StoreId>("s-acme");
const quiet = (): void => undefined;
const PERSON = { name: "Quillon Ferrybank", email: "quillon@ferrybank.example", phone: "+44 20 7946 0958", company: null, address1: "14 Thistledown Row", address2: null, city: "Bath", provinceCode: null, postalCode: "BA1 1AA", countryCode: "GB" };
const TRACES = ["quillon", "ferrybank", "7946", "thistledown", "ba1 1aa"];

let db: Db;
let now: number;
let whileWaiting: () => Promise<unknown>;

const intent: OutboxRow = {
  merchantId, id: "i1", storeId, orderId: ORDER as never, lane: "l", key: "i1", status: "waiting", attempts: 0, dueAt: 1, createdAt: 1, progress: {}, problem: "Ferrybank's parcel",
  intent: { kind: "ship", shipmentId: toId("p1"), orderPlatformId: toId(BIG), fulfillmentOrderPlatformId: toId("81"), lines: [], tracking: { company: "UPS", number: "1Z-QUILLON", url: null }, notifyCustomer: false },
};

beforeEach(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
  const { changes, order } = seededOrder({ merchant: "acme", order: BIG, sha256 });
  await db.commit(changes);
  await db.commit([{
    merchantId, guards: [], contacts: [{ merchantId, id: "c", storeId, contact: PERSON, updatedAt: 1 }],
    customers: [{ merchantId, id: "s-acme-5", storeId, platformId: toId<PlatformId>("5"), contactId: "c", firstOrderAt: 1, lastOrderAt: 2, updatedAt: 2 }],
    orders: [{ order: { ...order, version: 2, contactId: "c", customerId: "s-acme-5", holdReason: "Quillon rings back", tags: ["ferrybank"], shipToPostal: "BA1 1AA" }, terms: ["#1001", "quillon"] }],
    events: [{ merchantId, id: "e-2", orderId: order.id, at: 5, actor: "person:1", type: "held", detail: { reason: "Mr Ferrybank", units: 2 } }], intents: [intent],
  }]);
  await db.storeDeliveries([{
    id: "d1", platform: "shopify", domain: "acme.myshopify.com", merchantId, storeId, deliveryKey: "d1", topic: "orders/create", triggeredAt: null, receivedAt: 1,
    body: `{"id":${BIG},"email":"${PERSON.email}","line_items":[{"sku":"MUG-1","quantity":2}],"shipping_address":{"name":"${PERSON.name}"}}`,
  }]);
  await db.commit([{ merchantId, guards: [], deliveries: [{ id: "d1", status: "applied", reason: null }] }]);
  now = 5_000;
  whileWaiting = () => Promise.resolve();
});
afterEach(() => db.close());

async function cli(...words: string[]): Promise<{ code: ExitCode; out: string; err: string }> {
  const lines: string[] = [];
  let [err, code]: [string, ExitCode] = ["", 0];
  let made = 0;
  const flow = { db, sha256, now: () => now, newId: () => `id-${(made += 1)}`, random: () => 0.5, log: { info: quiet, warn: quiet, error: quiet } } as unknown as FlowContext;
  const world: CliWorld = { flow, print: (line) => void lines.push(line), wait: () => whileWaiting() as Promise<void> };
  const program = createProgram(async (verb) => void (code = await verb(world)));
  const silence = (command: typeof program): void => { command.configureOutput({ writeOut: quiet, writeErr: quiet }); command.commands.forEach((one) => silence(one as typeof program)); };
  silence(program);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) code = exitCodeOf(error);
    else if (error instanceof BadArgument) [code, err] = [2, error.message];
    else throw error;
  }
  return { code, out: lines.join("\n"), err };
}

describe("capsule", () => {
  test("tells all that decided an order's fate, and nothing of its customer", async () => {
    const { code, out } = await cli("capsule", "1001");
    expect(code).toBe(0);
    const capsule = JSON.parse(out);
    expect(capsule).toMatchObject({
      format: "switchyard-capsule/1", order: { id: ORDER, holdReason: "[withheld]", tags: ["[withheld]"], contactId: "[withheld]", shipToCountry: "US" }, lines: [{ sku: "MUG-1" }],
      levels: [{ itemId: "s-acme-71", available: 5 }], entries: expect.arrayContaining([expect.objectContaining({ state: "available", delta: 5 })]), decisions: [{ certificate: { outcome: "routed" } }],
      history: expect.arrayContaining([expect.objectContaining({ type: "held", detail: { reason: "[withheld]", units: 2 } })]), shipments: [{ number: "[withheld]" }],
      intents: [{ intent: { kind: "ship", tracking: { company: "UPS", number: "[withheld]", url: null } } }],
      deliveries: [{ topic: "orders/create", status: "applied", receivedAt: 1, body: { id: BIG, line_items: [{ sku: "MUG-1", quantity: 2 }], email: "[withheld]", shipping_address: "[withheld]" } }],
    });
    expect(TRACES.filter((trace) => out.toLowerCase().includes(trace))).toEqual([]);
  });

  test("its decisions are made again, byte for byte; one that was tampered with is found out", async () => {
    const { out } = await cli("capsule", "1001");
    const path = join(folder, "capsule.json");
    writeFileSync(path, out);
    expect(await cli("capsule", "--check", path)).toMatchObject({ code: 0, out: "1 decision was made again: the same, byte for byte." });
    const capsule = JSON.parse(out);
    capsule.decisions[0].certificate.plan.costMinor -= 1;
    writeFileSync(path, JSON.stringify(capsule));
    expect(await cli("capsule", "--check", path)).toMatchObject({ code: 1, out: expect.stringContaining("it is another one") });
    capsule.decisions[0].inputsHash = "0";
    writeFileSync(path, JSON.stringify(capsule));
    expect((await cli("capsule", "--check", path)).out).toContain("not those that it was made from");
  });

  test("what is no capsule, no file or no order: 2", async () => {
    const path = join(folder, "other.json");
    writeFileSync(path, '{"format":"other"}');
    expect(await cli("capsule", "--check", path)).toMatchObject({ code: 2, err: expect.stringContaining("no capsule") });
    expect(await cli("capsule", "--check", join(folder, "none"))).toMatchObject({ code: 2, err: expect.stringContaining("cannot be read") });
    expect(await cli("capsule", "9999")).toMatchObject({ code: 2 });
    expect(await cli("capsule")).toMatchObject({ code: 2 });
  });
});

describe("api-key", () => {
  test("a key that may write is listed, and revoked with a reason", async () => {
    const { out: key } = await cli("api-key", "create", "--merchant", "acme", "--name", "ERP", "--write");
    const known = (await apiKeyOf(db, `Bearer ${key}`))!;
    expect(known).toMatchObject({ mayWrite: true, createdBy: "switchyard" });
    expect((await cli("api-key", "list")).out).toBe(`${known.id}\tacme\tERP\t…${key.slice(-4)}\twrites\tworks`);
    expect((await cli("api-key", "list", "--json")).out).not.toContain("keyHash");
    expect(await cli("api-key", "revoke", known.id)).toMatchObject({ code: 2 });
    expect(await cli("api-key", "revoke", "none", "--reason", "lost")).toMatchObject({ code: 2, err: expect.stringContaining("api-key list") });
    expect(await cli("api-key", "revoke", known.id, "--reason", "lost")).toMatchObject({ code: 0 });
    expect(await apiKeyOf(db, `Bearer ${key}`)).toBeNull();
    expect((await cli("api-key", "list")).out).toContain("revoked 1970");
  });
});

describe("drift", () => {
  test("tells how old what is known of each store can be, and what drifted; 1 when a store was not compared for too long", async () => {
    const [store] = await db.stores(merchantId);
    expect(await cli("drift")).toMatchObject({ code: 0, out: expect.stringContaining("not everything compared yet, 0 open, in 24 h: none") });
    const run = { merchantId, id: "c1", storeId, kind: "compare-stock" as const, status: "done" as const, actor: "switchyard", total: 1, done: 1, failed: 0, detail: {}, problem: null, startedAt: now - 60_000, updatedAt: now, finishedAt: now };
    const lost = driftRow("l1", { merchantId, storeId, cause: "lost-message", foundAt: now - 5 });
    await db.commit([{ merchantId, guards: [], runs: [run], stores: [{ ...store!, ordersReadUntil: now - 120_000 }], drifts: [lost] }]);
    expect(await cli("drift", "--merchant", "acme")).toMatchObject({ code: 0, out: expect.stringContaining("compared within 2 min, 1 open, in 24 h: lost-message 1") });
    await db.commit([{ merchantId, guards: [], stores: [{ ...store!, ordersReadUntil: now - 3_600_000 }] }]);
    const { code, out } = await cli("drift", "--json");
    expect([code, JSON.parse(out)]).toMatchObject([1, { ordersMs: 3_600_000, stale: ["orders"], open: 1, causes: { "lost-message": 1 } }]);
  });
});

describe("retry", () => {
  const park = async (): Promise<void> => {
    await db.commit([{
      merchantId, guards: [], deliveries: [{ id: "d1", status: "parked", reason: "Not JSON." }],
      wantedReads: [{ merchantId, storeId, kind: "order", target: "7", requestedAt: 1, dueAt: 1, attempts: 9, status: "failed", problem: "gone" }],
      intents: [{ ...intent, id: "i2", key: "i2", status: "refused", problem: "no", intent: { kind: "report-progress", fulfillmentOrderPlatformId: toId("81"), note: "" } }],
    }]);
  };

  test("lists what is stuck, takes one up, then all", async () => {
    await park();
    const { out } = await cli("retry");
    expect(out.split("\n")).toEqual(["delivery\td1\torders/create\tNot JSON.", "intent\ti2\treport-progress\tno", "read\ts-acme/order/7\torder\tgone"]);
    expect(JSON.parse((await cli("retry", "--json")).out)).toHaveLength(3);
    expect(await cli("retry", "d1")).toMatchObject({ code: 0, out: "delivery d1: the worker tries it again" });
    expect(JSON.parse((await cli("retry", "--all", "--json")).out)).toEqual([{ id: "i2", kind: "intent", ok: true, problem: null }, { id: "s-acme/order/7", kind: "read", ok: true, problem: null }]);
    expect(await cli("retry")).toMatchObject({ code: 0, out: "" });
    expect((await db.backlog(now)).inboxParked).toBe(0);
  });

  test("what is not stuck, or two wishes at once: 2", async () => {
    expect(await cli("retry", "none")).toMatchObject({ code: 2, err: expect.stringContaining("none") });
    expect(await cli("retry", "d1", "--all")).toMatchObject({ code: 2 });
  });
});

describe("erase", () => {
  const left = async (): Promise<string[]> => {
    const { out } = await cli("capsule", "1001", "--merchant", "acme");
    const { order } = (await db.order(merchantId, ORDER as never))!;
    const all = `${out} ${JSON.stringify(order)} ${JSON.stringify(await db.history(merchantId, ORDER as never))} ${(await db.deliveryBody(merchantId, "d1")) ?? ""}`.toLowerCase();
    return TRACES.filter((trace) => all.includes(trace));
  };

  test("--order takes its customer out and proves it; the order stays", async () => {
    expect(await left()).not.toEqual([]);
    const { code, out } = await cli("erase", "--order", "1001");
    expect([code, out]).toEqual([0, expect.stringMatching(/^Erased: 1 orders\. \d+ rows of \d+ tables were looked through/)]);
    expect(await left()).toEqual([]);
    expect((await db.contacts(merchantId, ["c"])).size).toBe(0);
  });

  test("--customer takes all of theirs, by the platform's number", async () => {
    const { code, out } = await cli("erase", "--customer", "gid://shopify/Customer/5", "--json");
    expect([code, JSON.parse(out)]).toMatchObject([0, { status: "done", orders: 1, hits: {} }]);
    expect([await left(), await db.customer(merchantId, "s-acme-5")]).toEqual([[], null]);
    expect(await cli("erase", "--customer", "5")).toMatchObject({ code: 2, err: "There is no customer 5." });
  });

  test("--merchant without --yes tells what it would do and does nothing; with it everything is gone", async () => {
    expect(await cli("erase", "--merchant", "acme")).toMatchObject({ code: 2, out: expect.stringContaining("Add --yes") });
    expect(await db.allStores()).toHaveLength(1);
    expect(await cli("erase", "--merchant", "acme", "--yes")).toMatchObject({ code: 0, out: expect.stringContaining("Everything of acme was erased") });
    expect([await db.rowCounts(merchantId), await db.erasures(sha256("acme.myshopify.com"))]).toMatchObject([{}, [{ finishedAt: now }]]);
  });

  test("nothing named, or too much: 2", async () => {
    expect(await cli("erase")).toMatchObject({ code: 2, err: expect.stringContaining("--order") });
    expect(await cli("erase", "--order", "1", "--customer", "2")).toMatchObject({ code: 2 });
    expect(await cli("erase", "--customer", "bob")).toMatchObject({ code: 2, err: expect.stringContaining("number") });
    expect(await cli("erase", "--merchant", "nobody", "--yes")).toMatchObject({ code: 2, err: expect.stringContaining("Known: acme") });
  });
});

describe("reconcile", () => {
  const runsOf = () => db.runs(merchantId, { storeId, kinds: ["compare-stock", "compare-orders"], limit: 5 });

  test("begins a comparison and tells what the worker made of it", async () => {
    whileWaiting = async () => {
      for (const run of await runsOf()) await db.commit([{ merchantId, guards: [], runs: [{ ...run, status: "done", done: 7, finishedAt: now, updatedAt: now + 1 }] }]);
    };
    expect(await cli("reconcile")).toMatchObject({ code: 0, out: expect.stringMatching(/acme\.myshopify\.com: .*stock: 7 compared/) });
    expect((await runsOf()).every((run) => run.status === "done")).toBe(true);
  });

  test("--no-wait only begins it; a store that is not connected is told: 1, or not there: 2", async () => {
    expect(await cli("reconcile", "--no-wait", "--store", "acme.myshopify.com")).toMatchObject({ code: 0, out: expect.stringContaining("has begun") });
    expect((await runsOf()).length).toBeGreaterThan(0);
    const store = (await db.store(merchantId, storeId))!;
    await db.commit([{ merchantId, guards: [], stores: [{ ...store, status: "uninstalled" }] }]);
    const { code, out } = await cli("reconcile", "--store", "acme.myshopify.com", "--json");
    expect([code, JSON.parse(out)]).toMatchObject([1, [{ store: "acme.myshopify.com", problem: expect.stringContaining("not connected") }]]);
    expect(await cli("reconcile", "--store", "nobody")).toMatchObject({ code: 2 });
  });
});
