import { describe, expect, it } from "vitest";
import { driftRow } from "../db/battery-drift";
import type { DriftRecord } from "../domain/drift/drift";
import { ORDERS_STALE_MS } from "../domain/drift/bound";
import { GROWTH_COUNT_MIN, GROWTH_WINDOW_MS } from "../domain/drift/growth";
import { askToReconcile } from "../jobs/reconcile";
import { compareNow } from "./compare";
import { decideDrifts } from "./decide-drifts";
import { type Bench, openStore, orderOf, settle, settledOrder } from "./flows.fixtures";
import { forgetOld } from "./privacy-retention";
import { readDriftAgain } from "./read-drift-again";
import { boundOf, watchDrift } from "./watch-drift";

const HOUR_MS = 3_600_000;

const notices = async (bench: Bench): Promise<string[]> => {
  const store = await bench.store();
  return (await bench.db.openNotices(store.merchantId, store.id, 100)).filter((one) => one.kind !== "scope-missing").map((one) => `${one.kind} ${one.subject.replace(store.id, "store")}`).sort();
};

const drifted = async (bench: Bench, id: string, changes: Partial<DriftRecord>): Promise<DriftRecord> => {
  const store = await bench.store();
  const row = driftRow(id, { merchantId: store.merchantId, storeId: store.id, cause: "lost-message", decidedAt: 1, mendedAt: 1, mendedBy: "order-read", lastedMs: 1, lookAt: null, ...changes });
  await bench.db.commit([{ merchantId: store.merchantId, guards: [], drifts: [row] }]);
  return row;
};

describe("the bound of a store", () => {
  it("is as old as its oldest comparison or walk, and young again after both", async () => {
    const bench = await openStore();
    bench.clock.now += 5 * HOUR_MS;
    const before = await boundOf(bench.db, await bench.store(), bench.clock.now);
    expect(before.ms).toBeGreaterThanOrEqual(5 * HOUR_MS);
    await compareNow(bench.ctx, { store: await bench.store(), actor: "person:7" });
    await settle(bench);
    const after = await boundOf(bench.db, await bench.store(), bench.clock.now);
    expect(after.ms).toBeLessThan(HOUR_MS);
    expect(after.waiting).toBe(false);
  });
});

describe("watching drift", () => {
  it("tells of growth against the store's habit, once, and settles it when it is over", async () => {
    const bench = await openStore();
    for (let at = 0; at < GROWTH_COUNT_MIN - 1; at += 1) await drifted(bench, `a${at}`, { foundAt: bench.clock.now });
    await drifted(bench, "told", { foundAt: bench.clock.now, cause: "edited-outside" });
    expect(await watchDrift(bench.ctx)).toBe(0);
    await drifted(bench, "last", { foundAt: bench.clock.now, cause: "late-message" });
    expect(await watchDrift(bench.ctx)).toBe(1);
    expect(await watchDrift(bench.ctx)).toBe(0);
    const store = await bench.store();
    const notice = (await bench.db.openNotices(store.merchantId, store.id, 9)).find((one) => one.kind === "drift-growing");
    expect(notice).toMatchObject({ kind: "drift-growing", detail: { recent: GROWTH_COUNT_MIN, causes: { "lost-message": GROWTH_COUNT_MIN - 1, "late-message": 1 } } });
    bench.clock.now += GROWTH_WINDOW_MS + 1;
    await askToReconcile(bench.ctx);
    await settle(bench);
    expect(await watchDrift(bench.ctx)).toBe(1);
    expect(await notices(bench)).toEqual([]);
  });

  it("tells when orders were not read through for long, and that they are again", async () => {
    const bench = await openStore();
    bench.clock.now += ORDERS_STALE_MS + 60_000;
    await watchDrift(bench.ctx);
    expect(await notices(bench)).toEqual(["stale-store store:orders"]);
    await askToReconcile(bench.ctx);
    await settle(bench);
    await watchDrift(bench.ctx);
    expect(await notices(bench)).toEqual([]);
  });

  it("tells nothing of a store that removed the app", async () => {
    const bench = await openStore();
    bench.clock.now += ORDERS_STALE_MS + 60_000;
    await watchDrift(bench.ctx);
    const store = await bench.store();
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, status: "uninstalled" }] }]);
    await watchDrift(bench.ctx);
    expect(await notices(bench)).toEqual([]);
  });
});

describe("a person", () => {
  it("has an open drift read again, and it is mended in their name", async () => {
    const bench = await openStore();
    const platformId = await settledOrder(bench, [1]);
    const store = await bench.store();
    const { order } = await orderOf(bench, platformId);
    const open = await drifted(bench, "o", { orderId: order.id, subject: order.id, hears: `order:${platformId}`, foundAt: bench.clock.now, mendedAt: null, mendedBy: null, lastedMs: null, gaps: [{ what: "unread", believed: null, found: null }] });
    expect(await readDriftAgain(bench.ctx, { store, actor: "person:7", driftId: open.id })).toEqual({ ok: true });
    bench.clock.now += 10;
    await settle(bench);
    await decideDrifts(bench.ctx);
    const mended = await bench.db.drift(store.merchantId, open.id);
    expect(mended).toMatchObject({ mendedBy: "person", askedBy: "person:7", lookAt: null });
    expect(mended?.evidence.map((event) => event.kind)).toContain("asked-by-person");
    expect(await readDriftAgain(bench.ctx, { store, actor: "person:7", driftId: open.id })).toMatchObject({ ok: false });
    expect(await readDriftAgain(bench.ctx, { store: { ...store, merchantId: "other" as never }, actor: "person:7", driftId: open.id })).toMatchObject({ ok: false });
  });
});

describe("what grows old", () => {
  it("is forgotten after a quarter, but for what is open", async () => {
    const bench = await openStore();
    await drifted(bench, "old", { foundAt: bench.clock.now });
    await drifted(bench, "open", { foundAt: bench.clock.now, mendedAt: null });
    bench.clock.now += 91 * 24 * HOUR_MS;
    await drifted(bench, "new", { foundAt: bench.clock.now });
    await forgetOld(bench.ctx);
    const store = await bench.store();
    expect((await bench.db.driftPage(store.merchantId, { storeId: store.id, limit: 9 })).rows.map((one) => one.id)).toEqual(["new", "open"]);
  });
});
