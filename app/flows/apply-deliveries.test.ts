import { describe, expect, it, vi } from "vitest";
import type { Db } from "../db/port";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, DOMAIN, buy, connect, expectDone, findOrder, knownLevels, openBench, openStore, orderOf, parked, put, settle, settledOrder, takeIn } from "./flows.fixtures";
import { retryException } from "./acts";

/** The body of the platform's latest message about an order, as it was sent. */
const bodyOf = (bench: Bench): string => {
  const [first] = bench.twin.takeDeliveries(bench.clock.now).filter((one) => one.headers["X-Shopify-Topic"] === "orders/create");
  if (!first) throw new Error("no order was announced");
  return first.body;
};

const changed = (body: string, fields: object): string => body.replace(/"updated_at":\s*"[^"]+"/, (text) => ("updated_at" in fields ? `"updated_at":"${String(fields.updated_at)}"` : text));
const at = (bench: Bench, ms: number): string => new Date(bench.clock.now + ms).toISOString();

describe("an order's message", () => {
  it("captures the order and reserves its goods at once, before anything is read", async () => {
    const bench = await openStore();
    const id = buy(bench, [2, 1]);
    await put(bench, { topic: "orders/create", body: bodyOf(bench) });
    await applyDeliveries(bench.ctx);
    const { order, allocations } = await orderOf(bench, id);
    expect(order).toMatchObject({ status: "allocated", readAt: null, adopted: true });
    expect(allocations.map((one) => [one.status, one.quantity])).toEqual([["planned", 2], ["planned", 1]]);
    expect((await knownLevels(bench, 0)).reduce((sum, level) => sum + level.committed, 0)).toBe(2);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(1);
    expect(await bench.db.ledgerFaults(order.merchantId, 5)).toEqual([]);
  });

  it("takes a newer message over as long as the order was never read", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    const body = bodyOf(bench);
    await put(bench, { topic: "orders/create", body });
    await put(bench, { topic: "orders/updated", body: changed(body, { updated_at: at(bench, 5_000) }) });
    await applyDeliveries(bench.ctx);
    const { order, allocations } = await orderOf(bench, id);
    expect(order.version).toBe(2);
    expect(order.platformUpdatedAt).toBe(bench.clock.now + 5_000);
    expect(allocations.reduce((sum, one) => sum + one.quantity, 0)).toBe(1);
    expect(await bench.db.ledgerFaults(order.merchantId, 5)).toEqual([]);
  });

  it("believes no answer older than a newer message of an order that was read", async () => {
    const bench = await openStore();
    const body = (() => {
      buy(bench, [1]);
      return bodyOf(bench);
    })();
    await put(bench, { topic: "orders/create", body });
    await settle(bench);
    const [row] = (await bench.db.findOrders({ merchantId: "acme" as never, limit: 1 })).rows;
    await put(bench, { topic: "orders/updated", body: changed(body, { updated_at: at(bench, 5_000) }) });
    await applyDeliveries(bench.ctx);
    const known = await bench.db.order("acme" as never, row!.id);
    expect(known?.order.platformUpdatedAt).toBe(bench.clock.now + 5_000);
    expect(known?.fulfillmentOrders).toHaveLength(1);
  });

  it("leaves an order alone for an older message and asks for nothing", async () => {
    const bench = await openStore();
    buy(bench, [1]);
    const body = bodyOf(bench);
    await put(bench, { topic: "orders/create", body });
    await settle(bench);
    const before = (await bench.db.findOrders({ merchantId: "acme" as never, limit: 1 })).rows;
    await put(bench, { topic: "orders/updated", body: changed(body, { updated_at: at(bench, -600_000) }) });
    await applyDeliveries(bench.ctx);
    expect((await bench.db.findOrders({ merchantId: "acme" as never, limit: 1 })).rows).toEqual(before);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(0);
  });

  it("changes nothing when it is told twice under one key, and reserves once when told under two", async () => {
    const bench = await openStore();
    const id = buy(bench, [2]);
    const body = bodyOf(bench);
    await put(bench, { topic: "orders/create", body, deliveryKey: "same" });
    await put(bench, { topic: "orders/create", body, deliveryKey: "same" });
    await put(bench, { topic: "orders/paid", body, deliveryKey: "other" });
    expect(await applyDeliveries(bench.ctx)).toBe(2);
    expect((await orderOf(bench, id)).order.version).toBe(1);
    expect((await knownLevels(bench, 0)).reduce((sum, level) => sum + level.committed, 0)).toBe(2);
  });
});

describe("what cannot be read", () => {
  it("is parked with a readable reason while its neighbours are applied", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    const body = bodyOf(bench);
    await put(bench, { topic: "carts/create", body: "{}" });
    await put(bench, { topic: "orders/create", body: "{\"id\": 1," });
    await put(bench, { topic: "orders/updated", body: "{\"id\": 55, \"name\": \"#1\"}" });
    await put(bench, { topic: "orders/create", body });
    expect(await applyDeliveries(bench.ctx)).toBe(4);
    expect((await orderOf(bench, id)).order.status).toBe("allocated");
    const waiting = await parked(bench);
    expect(waiting.map((one) => one.topic)).toEqual(["carts/create", "orders/create", "orders/updated"]);
    expect(waiting[0]?.reason).toBe("The topic carts/create is not one that Switchyard asks for.");
    expect(waiting[1]?.reason).toMatch(/JSON/);
    expect(waiting[2]?.reason).toMatch(/missing|required|expected/i);
  });

  it("is a wish to read where the body is cut down to its id", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    bench.twin.takeDeliveries(bench.clock.now);
    await put(bench, { topic: "orders/create", body: `{"id": ${id}}` });
    await applyDeliveries(bench.ctx);
    expect(await findOrder(bench, id)).toBeNull();
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });

  it("is parked under the merchant of its domain when no store is connected, and applied by retrying it after the installation", async () => {
    const bench = await openBench();
    const id = buy(bench, [1]);
    const body = bodyOf(bench);
    const delivery = await put(bench, { topic: "orders/create", body });
    await applyDeliveries(bench.ctx);
    expect(await parked(bench)).toEqual([{ id: delivery, topic: "orders/create", reason: `No store is connected as ${DOMAIN}. Install Switchyard in it, then retry.` }]);
    await connect(bench);
    await settle(bench);
    expectDone(await retryException(bench.ctx, { store: await bench.store(), exception: { kind: "delivery", id: delivery } }));
    await applyDeliveries(bench.ctx);
    expect(await parked(bench)).toEqual([]);
    expect((await orderOf(bench, id)).order.name).toBe("#1001");
  });
});

describe("what happens to a store", () => {
  it("ends when the app is removed: nothing more is read, and its session is deleted", async () => {
    const bench = await openStore();
    await bench.db.sessions.put(`offline_${DOMAIN}`, DOMAIN, [["accessToken", "dead"]]);
    bench.twin.people().uninstall();
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    expect((await bench.store()).status).toBe("uninstalled");
    expect(await bench.db.sessions.get(`offline_${DOMAIN}`)).toBeNull();
  });

  it("is not ended by a removal that was told before the app was installed again", async () => {
    const bench = await openStore();
    await bench.db.sessions.put(`offline_${DOMAIN}`, DOMAIN, [["accessToken", "fresh"]]);
    const { installedAt } = await bench.store();
    await put(bench, { topic: "app/uninstalled", body: "{}", triggeredAt: installedAt - 1 });
    await applyDeliveries(bench.ctx);
    expect((await bench.store()).status).toBe("live");
    expect(await bench.db.sessions.get(`offline_${DOMAIN}`)).not.toBeNull();
    expect(await parked(bench)).toEqual([]);
  });

  it("answers requests under privacy law by itself, also when the app was removed: a run each, and nothing is parked", async () => {
    const bench = await openStore();
    const people = bench.twin.people();
    people.uninstall();
    bench.clock.now += 60_000;
    people.requestPrivacy("customers/data_request", ["1"]);
    people.requestPrivacy("customers/redact", ["1"]);
    people.requestPrivacy("shop/redact");
    const { merchantId, id: storeId } = await bench.store();
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    // Two of them write the store's row: the second one is decided again on top of the first.
    bench.clock.now += 60_000;
    await applyDeliveries(bench.ctx);
    const runs = await bench.db.runs(merchantId, { storeId, kinds: ["export-customer", "erase-customer", "erase-store"], limit: 9 });
    expect(runs.map((run) => [run.kind, run.status]).sort()).toEqual([["erase-customer", "running"], ["erase-store", "running"], ["export-customer", "done"]]);
    expect(await parked(bench)).toEqual([]);
  });
});

describe("a product's message", () => {
  it("stores the items that it tells of, and has their stock read", async () => {
    const bench = await openStore();
    const variant = { id: 702, title: "Red", sku: "NEW-1", inventory_item_id: 703, inventory_management: "shopify", inventory_policy: "deny", requires_shipping: true, grams: 300, updated_at: at(bench, 0) };
    await put(bench, { topic: "products/create", body: JSON.stringify({ id: 701, title: "Scarf", updated_at: at(bench, 0), variants: [variant] }) });
    await applyDeliveries(bench.ctx);
    const store = await bench.store();
    const [item] = await bench.db.itemsByVariant(store.merchantId, store.id, ["702" as never]);
    expect(item).toMatchObject({ sku: "NEW-1", tracked: true, continueSelling: false, weightGrams: 300 });
    expect((await bench.db.claimReads(bench.clock.now, 1, 20)).map((read) => [read.kind, read.target])).toEqual([["item", "703"]]);
  });

  it("told again asks for nothing", async () => {
    const bench = await openStore();
    const variant = { id: 702, title: "Red", sku: "NEW-1", inventory_item_id: 703, inventory_management: "shopify", inventory_policy: "deny", requires_shipping: true, grams: 300, updated_at: at(bench, 0) };
    const body = JSON.stringify({ id: 701, title: "Scarf", updated_at: at(bench, 0), variants: [variant] });
    await put(bench, { topic: "products/create", body });
    await applyDeliveries(bench.ctx);
    await bench.db.commit([{ merchantId: "acme" as never, guards: [], fulfilledReads: await bench.db.claimReads(bench.clock.now, 1, 20) }]);
    await put(bench, { topic: "products/update", body });
    await applyDeliveries(bench.ctx);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(0);
  });

  it("without all that an item needs is a wish to read the product", async () => {
    const bench = await openStore();
    bench.twin.people().setPolicyOfVariant(bench.good(1).variantId, { sku: "RENAMED" });
    await settle(bench);
    const store = await bench.store();
    expect((await bench.db.itemsByVariant(store.merchantId, store.id, [bench.good(1).variantId as never]))[0]?.sku).toBe("RENAMED");
  });

  it("has the stock of waiting orders' goods looked at when it is sold on below zero from now on", async () => {
    const bench = await openStore({ stock: [[0, null, 1]] });
    const id = buy(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 3 }], oversell: true });
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("backordered");
    bench.twin.people().setPolicyOfVariant(bench.good(0).variantId, { continueSelling: true });
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });
});

describe("one bad delivery", () => {
  it("is parked when its decision throws, and its neighbours are applied", async () => {
    const bench = await openStore();
    const bad = buy(bench, [1]);
    const badBody = bodyOf(bench);
    bench.clock.now += 1_000;
    const good = buy(bench, [1]);
    const goodBody = bodyOf(bench);
    await put(bench, { topic: "orders/create", body: badBody });
    await put(bench, { topic: "orders/create", body: goodBody });
    const { newId } = bench.ctx;
    vi.spyOn(bench.ctx, "newId").mockImplementationOnce(() => {
      throw new Error("out of ids");
    }).mockImplementation(newId);
    await applyDeliveries(bench.ctx);
    expect((await parked(bench)).map((one) => one.reason)).toEqual(["Switchyard could not apply it: out of ids"]);
    expect(await findOrder(bench, bad)).toBeNull();
    expect((await orderOf(bench, good)).order.status).toBe("allocated");
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("is parked when the database will not take it, and its neighbours are committed", async () => {
    let bad = "none";
    const bench = await openStore({ wrapDb: (db) => refusing(db, (text) => text.includes(bad)) });
    bad = buy(bench, [1]);
    const badBody = bodyOf(bench);
    const good = buy(bench, [1]);
    const goodBody = bodyOf(bench);
    await put(bench, { topic: "orders/create", body: badBody });
    await put(bench, { topic: "orders/create", body: goodBody });
    await applyDeliveries(bench.ctx);
    expect((await parked(bench)).map((one) => one.reason)).toEqual(["Switchyard could not apply it: disk says no"]);
    expect((await orderOf(bench, good)).order.status).toBe("allocated");
  });
});

/** A database that throws at sets of changes to orders which mention something. */
const refusing = (db: Db, refuses: (text: string) => boolean): Db => ({
  ...db,
  commit: (sets) => (sets.some((set) => refuses(JSON.stringify(set.orders ?? []))) ? Promise.reject(new Error("disk says no")) : db.commit(sets)),
});

describe("a conflict", () => {
  it("puts the delivery back for a moment and applies it then, without troubling a person", async () => {
    let meet = 0;
    const bench = await openStore({
      wrapDb: (db) => ({
        ...db,
        commit: async (sets) => {
          if (meet === 0 || !sets.some((set) => (set.orders ?? []).length > 0)) return db.commit(sets);
          meet -= 1;
          return sets.map(() => ({ status: "conflict" as const, guard: "order" }));
        },
      }),
    });
    const id = buy(bench, [1]);
    await put(bench, { topic: "orders/create", body: bodyOf(bench) });
    meet = 4;
    expect(await applyDeliveries(bench.ctx)).toBe(1);
    expect(await applyDeliveries(bench.ctx)).toBe(0);
    for (let tries = 0; tries < 4; tries += 1) {
      expect(await findOrder(bench, id)).toBeNull();
      bench.clock.now += 5_000;
      expect(await applyDeliveries(bench.ctx)).toBe(1);
    }
    expect((await orderOf(bench, id)).order.status).toBe("allocated");
    expect(await parked(bench)).toEqual([]);
  });

  it("between two messages of one order in one batch does not occur: both are applied in turn", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    bench.clock.now += 1_000;
    bench.twin.people().addTags(id, ["gift"]);
    bench.clock.now += 1_000;
    bench.twin.people().addTags(id, ["urgent"]);
    await takeIn(bench);
    const { version } = (await orderOf(bench, id)).order;
    await applyDeliveries(bench.ctx);
    expect((await orderOf(bench, id)).order.version).toBe(version + 2);
  });
});
