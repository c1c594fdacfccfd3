import { describe, expect, it } from "vitest";
import { actOnOrder } from "./acts";
import { DOMAIN, SCOPES, buy, connect, openBench, openStore, orderOf, put, settle, settledOrder } from "./flows.fixtures";
import { connectStore, merchantIdOf } from "./connect-store";
import { performReads } from "./perform-reads";
import { setStoreStatus } from "./store-status";

describe("connecting a store", () => {
  it("names the merchant after the first part of the shop's domain", async () => {
    const bench = await openBench();
    expect(merchantIdOf("acme.myshopify.com")).toBe("acme");
    expect(await connect(bench)).toMatchObject({ merchantId: "acme", domain: DOMAIN, status: "observe" });
  });

  it("begins in observe mode with a policy and asks for shop, locations, items and orders in this order", async () => {
    const bench = await openBench();
    await connect(bench);
    const asked = await bench.db.claimReads(bench.clock.now + 10, 1_000, 10);
    expect(asked.map((read) => read.kind)).toEqual(["shop", "locations", "bulk", "orders"]);
    expect((await bench.db.latestPolicy("acme" as never))?.version).toBe(1);
  });

  it("done twice is done once: the second time changes nothing and asks for nothing", async () => {
    const bench = await openStore();
    const { scopes: _scopes, updatedAt: _updatedAt, ...before } = await bench.store();
    bench.clock.now += 1_000;
    await connect(bench);
    await connect(bench);
    expect(await bench.store()).toMatchObject(before);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(0);
  });

  it("takes over a new permission as the platform tells it, without another import and without leaving live", async () => {
    const bench = await openStore();
    const opened = { platform: "shopify" as const, domain: DOMAIN, registrationId: "test", scopes: [...SCOPES, "read_shipping"] };
    bench.twin.people().grantScopes(["read_shipping"]);
    await connectStore(bench.ctx, opened);
    await performReads(bench.ctx);
    expect(await bench.store()).toMatchObject({ status: "live", name: "acme", scopes: expect.arrayContaining(["read_shipping"]) as string[] });
  });

  it("does not believe a token of the day before a permission was withdrawn", async () => {
    const bench = await openStore();
    bench.twin.people().withdrawScopes(["write_inventory"]);
    const current = (await bench.store()).scopes.filter((scope) => !scope.endsWith("_inventory"));
    await put(bench, { topic: "app/scopes_update", body: JSON.stringify({ id: 1, previous: [], current, updated_at: new Date(bench.clock.now).toISOString() }) });
    await settle(bench);
    const lost = (await bench.store()).scopes;
    expect(lost).not.toContain("write_inventory");
    await connect(bench);
    expect((await bench.store()).scopes).toEqual(lost);
    await performReads(bench.ctx);
    expect((await bench.store()).scopes).toEqual(lost);
  });

  it("begins again in observe mode with a new import when the app was removed meanwhile", async () => {
    const bench = await openStore();
    const early = await settledOrder(bench);
    bench.twin.people().uninstall();
    await settle(bench);
    expect((await bench.store()).status).toBe("uninstalled");
    const missed = buy(bench);
    bench.clock.now += 60_000;
    bench.twin.shop().installed = true;
    const token = bench.twin.grantToken(DOMAIN);
    const again = { ...bench, ctx: { ...bench.ctx, access: () => Promise.resolve({ ok: true as const, access: { domain: DOMAIN, token } }) } };
    await connect(again);
    expect(await bench.store()).toMatchObject({ status: "observe", installedAt: bench.clock.now });
    await settle(again);
    expect((await orderOf(bench, missed)).order.adopted).toBe(false);
    expect((await orderOf(bench, early)).order.status).toBe("routed");
    expect((await bench.db.latestPolicy("acme" as never))?.version).toBe(1);
  });

  it("leaves an order that was placed before the store went live alone until a person takes it over", async () => {
    const bench = await openStore({ status: "observe" });
    const id = await settledOrder(bench);
    await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" });
    const { order } = await orderOf(bench, id);
    const refused = await actOnOrder(bench.ctx, { store: await bench.store(), actor: "person:7", orderId: order.id, act: { kind: "hold", reason: "wait" } });
    expect(refused).toMatchObject({ ok: false, problem: expect.stringContaining("Take it over first") });
  });
});
