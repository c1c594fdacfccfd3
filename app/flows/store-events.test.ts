import { describe, expect, it } from "vitest";
import type { OrderId } from "../domain/ids";
import { askToReconcile } from "../jobs/reconcile";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, act, buy, connect, expectDone, openStore, orderIdOf, orderOf, put, settle, settledOrder, takeIn } from "./flows.fixtures";
import { performReads } from "./perform-reads";
import { setStoreStatus } from "./store-status";

const scopeNotices = async ({ db, store }: Bench) => {
  const { merchantId, id } = await store();
  return (await db.openNotices(merchantId, id, 50)).filter((notice) => notice.kind === "scope-missing");
};

const told = async (bench: Bench, scopes: readonly string[]): Promise<void> => {
  await put(bench, { topic: "app/scopes_update", body: JSON.stringify({ id: 1, previous: [], current: scopes, updated_at: new Date(bench.clock.now).toISOString() }) });
  await applyDeliveries(bench.ctx);
};

const activity = async (bench: Bench) => (await bench.db.activityPage((await bench.store()).merchantId, { limit: 50 })).rows;

const withdraw = async (bench: Bench, scope: string): Promise<void> => {
  bench.twin.people().withdrawScopes([scope]);
  await told(bench, (await bench.store()).scopes.filter((one) => one !== scope && one !== scope.replace("write_", "read_")));
};

describe("a permission that is withdrawn", () => {
  it("is written down, told once with what stops, and is over when it is granted again", async () => {
    const bench = await openStore();
    const before = (await scopeNotices(bench)).map((notice) => notice.subject);
    await withdraw(bench, "write_inventory");
    expect((await bench.store()).scopes).not.toContain("write_inventory");
    const lost = (await scopeNotices(bench)).filter((notice) => !before.includes(notice.subject));
    expect(lost).toMatchObject([{ subject: "write_inventory", detail: { stops: expect.stringMatching(/nothing can be promised/) } }]);
    await told(bench, (await bench.store()).scopes);
    expect(await scopeNotices(bench)).toHaveLength(before.length + 1);
    bench.twin.people().grantScopes(["write_inventory"]);
    await told(bench, [...(await bench.store()).scopes, "write_inventory"]);
    expect((await scopeNotices(bench)).map((notice) => notice.subject)).toEqual(before);
    expect((await activity(bench)).filter((row) => row.verb === "scopes-changed").map((row) => row.detail)).toEqual([
      { granted: "write_inventory", withdrawn: "" }, { granted: "", withdrawn: expect.stringContaining("write_inventory") },
    ]);
  });

  it("lets what waited for it go on as soon as it is granted, and has orders and stock compared", async () => {
    const bench = await openStore();
    await withdraw(bench, "write_orders");
    const id = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await put(bench, { topic: "orders/updated", body: JSON.stringify({ id: Number(id), admin_graphql_api_id: `gid://shopify/Order/${id}` }) });
    await applyDeliveries(bench.ctx);
    for (let second = 0; second < 20; second += 1) {
      await performReads(bench.ctx);
      bench.clock.now += 1_000;
    }
    const { merchantId } = await bench.store();
    const rests = (await bench.db.backlog(bench.clock.now)).readsWaiting;
    expect(rests).toBeGreaterThan(0);
    bench.twin.people().grantScopes(["write_orders"]);
    await told(bench, [...(await bench.store()).scopes, "write_orders"]);
    expect((await bench.db.runs(merchantId, { storeId: (await bench.store()).id, kinds: ["compare-stock", "compare-orders"], limit: 9 })).map((run) => run.status)).toEqual(["running", "running"]);
    const woken = await bench.db.claimReads(bench.clock.now + 5, 1, 50);
    expect(woken.some((read) => read.kind === "order" && read.target === id)).toBe(true);
    await settle(bench);
    expect((await orderOf(bench, id)).order.readAt).not.toBeNull();
  });
});

describe("an order that was read without a permission, before anybody knew that it is missing", () => {
  it("is read again when it is granted", async () => {
    const bench = await openStore();
    const withdrawnAt = bench.clock.now;
    const { scopes } = await bench.store();
    bench.twin.people().withdrawScopes(["read_customers"]);
    bench.clock.now += 60_000;
    bench.twin.faults.blackout = 1;
    const id = buy(bench, [1]);
    const sent = [...bench.twin.inspect().fulfillmentOrders.filter((one) => one.orderId === id)];
    for (const one of sent) bench.twin.people().shipElsewhere(one.id);
    await askToReconcile(bench.ctx);
    await settle(bench);
    bench.twin.faults.blackout = 0;
    expect((await orderOf(bench, id)).order).toMatchObject({ customerId: null, status: "shipped" });
    bench.clock.now += 60_000;
    const tell = (current: readonly string[], triggeredAt: number) => put(bench, { topic: "app/scopes_update", body: JSON.stringify({ id: 1, previous: [], current }), triggeredAt });
    await tell(scopes.filter((one) => one !== "read_customers"), withdrawnAt);
    await applyDeliveries(bench.ctx);
    bench.twin.people().grantScopes(["read_customers"]);
    await tell(scopes, bench.clock.now);
    await settle(bench);
    expect((await orderOf(bench, id)).order.customerId).not.toBe(null);
  });
});

describe("an app that is removed", () => {
  const intentsOf = async (bench: Bench, id: OrderId) => (await bench.db.intentsOfOrder((await bench.store()).merchantId, id)).map((row) => `${row.intent.kind} ${row.status}`);

  it("gives up what waits to be written, and tells a person whose parcel was not sent", async () => {
    const bench = await openStore({ stock: [[0, 0, 5]] });
    const id = await settledOrder(bench, [2]);
    expectDone(await act(bench, id, ({ fulfillmentOrders: [part] }) => ({
      kind: "ship", fulfillmentOrderId: part!.id, lines: [{ orderLineId: part!.lines[0]!.orderLineId, quantity: 2 }], tracking: { company: null, number: null, url: null }, notifyCustomer: false,
    })));
    bench.twin.people().uninstall();
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    expect(await intentsOf(bench, await orderIdOf(bench, id))).toContain("ship withdrawn");
    await settle(bench);
    expect((await orderOf(bench, id)).shipments).toMatchObject([{ status: "refused", problem: "The app was removed from the store." }]);
    expect((await activity(bench))[0]).toMatchObject({ verb: "store-uninstalled", actor: "platform", detail: { before: "live" } });
    expect(await bench.db.sessions.byShop("acme.myshopify.com")).toEqual([]);
  });

  it("given a plan on its way, then it is decided anew after the app is installed again, by no person's choice", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    const orderId = await orderIdOf(bench, id);
    expect(await intentsOf(bench, orderId)).toEqual(["place waiting"]);
    bench.twin.people().uninstall();
    await settle(bench);
    expect(await intentsOf(bench, orderId)).toEqual(["place withdrawn"]);
    expect((await bench.db.decisions((await bench.store()).merchantId, orderId)).map((one) => one.status)).toEqual(["withdrawn"]);
    bench.clock.now += 60_000;
    bench.twin.shop().installed = true;
    const token = bench.twin.grantToken("acme.myshopify.com");
    const again = { ...bench, ctx: { ...bench.ctx, access: () => Promise.resolve({ ok: true as const, access: { domain: "acme.myshopify.com", token } }) } };
    await connect(again);
    await settle(again);
    expectDone(await setStoreStatus(again.ctx, { store: await again.store(), actor: "person:7", status: "live" }));
    const { merchantId } = await again.store();
    expect((await again.db.history(merchantId, orderId)).map((event) => event.type)).not.toContain("moved-elsewhere");
    expect((await orderOf(again, id)).allocations.every((one) => one.status === "placed")).toBe(true);
  });
});
