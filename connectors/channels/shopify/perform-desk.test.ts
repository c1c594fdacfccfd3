import { describe, expect, it } from "vitest";
import { toId } from "../../../app/domain/ids";
import type { Intent } from "../../../app/domain/messages";
import type { ChannelWorld } from "../port";
import { ACCESS, scriptedPlatform, type Reply } from "./fixtures/scripted-platform";
import { createShopifyChannel } from "./index";

const data = (value: unknown): Reply => ({ json: { data: value } });

/** The attempts of one intent, which keep what they save. */
const performed = (reply: (call: { name: string; variables: Record<string, unknown> }, index: number) => Reply, now?: () => number) => {
  const platform = scriptedPlatform((call, index) => reply(call, index));
  const world: ChannelWorld = now === undefined ? platform.world : { ...platform.world, now };
  const channel = createShopifyChannel(world);
  let progress: Record<string, string> = {};
  let number = 0;
  return {
    platform,
    perform: (intent: Intent) => {
      number += 1;
      return channel.perform(ACCESS, intent, { number, key: "k", progress, saveProgress: async (saved) => void (progress = saved) });
    },
  };
};

describe("a cancelled order", () => {
  const intent: Intent = { kind: "cancel-order", orderPlatformId: toId("5"), reason: "fraud", restock: true, refund: false, notifyCustomer: true, note: "x".repeat(300) };
  const order = (cancelledAt: string | null) => data({ order: { id: "gid://shopify/Order/5", cancelledAt } });
  const accepted = data({ orderCancel: { job: { id: "gid://shopify/Job/1" }, orderCancelUserErrors: [] } });

  it("is read until the platform's job has ended", async () => {
    let cancelled = false;
    const run = performed(({ name }) => (name === "OrderCancel" ? accepted : name === "JobRead" ? data({ job: { done: cancelled } }) : order(cancelled ? "2026-11-20T00:00:00Z" : null)));
    expect(await run.perform(intent)).toMatchObject({ status: "retry", words: "Shopify is cancelling the order." });
    expect(await run.perform(intent)).toMatchObject({ status: "retry" });
    cancelled = true;
    expect(await run.perform(intent)).toEqual({ status: "done", platformId: "5" });
    const calls = run.platform.calls.filter(({ name }) => name === "OrderCancel");
    expect(calls.map(({ variables }) => variables)).toEqual([
      { id: "gid://shopify/Order/5", reason: "FRAUD", restock: true, notify: true, note: "x".repeat(255), refundMethod: { originalPaymentMethodsRefund: false } },
    ]);
  });

  it("that the job did not cancel is refused", async () => {
    const run = performed(({ name }) => (name === "OrderCancel" ? accepted : name === "JobRead" ? data({ job: { done: true } }) : order(null)));
    await run.perform(intent);
    expect(await run.perform(intent)).toMatchObject({ status: "refused", code: "not-cancelled" });
  });

  it("is asked for again only after some looks when the answer was lost", async () => {
    const run = performed(({ name }) => (name === "OrderCancel" ? "lost" : order(null)));
    const outcomes = [];
    for (let attempt = 0; attempt < 4; attempt += 1) outcomes.push((await run.perform(intent)).status);
    expect(outcomes).toEqual(["unknown", "retry", "retry", "unknown"]);
    expect(run.platform.calls.filter(({ name }) => name === "OrderCancel")).toHaveLength(2);
  });

  it("tells the platform's own words when it says no", async () => {
    const no = data({ orderCancel: { job: null, orderCancelUserErrors: [{ code: "INVALID", message: "Cannot cancel a fulfilled order." }] } });
    const run = performed(({ name }) => (name === "OrderCancel" ? no : order(null)));
    expect(await run.perform(intent)).toEqual({ status: "refused", code: "INVALID", words: "Cannot cancel a fulfilled order." });
  });
});

describe("stock by hand", () => {
  const place = { itemId: toId<never>("i"), locationId: toId<never>("l"), itemPlatformId: toId<never>("1"), locationPlatformId: toId<never>("2") };
  const intent: Extract<Intent, { kind: "adjust-stock" }> = { kind: "adjust-stock", ...place, state: "quality-control", delta: 4, expected: 1, reason: "cycle-count", note: "" };
  const answered = (...userErrors: object[]) => data({ inventoryAdjustQuantities: { userErrors } });

  it("is sent with its key, what was expected, and what it is written down in", async () => {
    const run = performed(() => answered());
    expect(await run.perform(intent)).toEqual({ status: "done", platformId: null });
    const [sent] = run.platform.calls;
    expect(sent?.variables["key"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sent?.variables["input"]).toMatchObject({
      name: "quality_control", reason: "cycle_count_available",
      changes: [{ delta: 4, changeFromQuantity: 1, inventoryItemId: "gid://shopify/InventoryItem/1", locationId: "gid://shopify/Location/2", ledgerDocumentUri: expect.stringMatching(/^gid:\/\/switchyard\//) as string }],
    });
    const plain = performed(() => answered());
    await plain.perform({ ...intent, state: "available", expected: null });
    expect(plain.platform.calls[0]?.variables["input"]).toMatchObject({ name: "available", changes: [{ delta: 4, changeFromQuantity: null }] });
    expect(JSON.stringify(plain.platform.calls[0]?.variables["input"])).not.toContain("ledgerDocumentUri");
  });

  it("goes out again under the same key, under the next one after a refusal, and not at all after a day", async () => {
    let clock = 1_000;
    const replies: Reply[] = ["lost", answered({ code: "SERVICE_UNAVAILABLE", message: "Later." }), answered({ code: "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", message: "Failed." }), "lost"];
    const run = performed((_call, index) => replies[index] ?? "lost", () => clock);
    expect((await run.perform(intent)).status).toBe("unknown");
    expect((await run.perform(intent)).status).toBe("retry");
    expect((await run.perform(intent)).status).toBe("unknown");
    expect((await run.perform(intent)).status).toBe("unknown");
    const keys = run.platform.calls.map(({ variables }) => variables["key"]);
    expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 0, 3, 3]);
    clock += 24 * 3_600_000;
    expect(await run.perform(intent)).toMatchObject({ status: "refused", code: "too-late" });
    expect(run.platform.calls).toHaveLength(5);
  });

  it("waits for a call that is still under way", async () => {
    const run = performed(() => answered({ code: "IDEMPOTENCY_CONCURRENT_REQUEST", message: "In progress." }));
    expect((await run.perform(intent)).status).toBe("retry");
  });

  it("says what stands there now when somebody was quicker, with or without the platform's code", async () => {
    for (const error of [{ code: "CHANGE_FROM_QUANTITY_STALE", message: "Stale." }, { code: null, message: "The changeFromQuantity argument no longer matches the persisted quantity." }]) {
      const run = performed(({ name }) => (name === "LevelRead"
        ? data({ inventoryItem: { inventoryLevel: { quantities: [{ name: "quality_control", quantity: 9 }] } } }) : answered(error)));
      expect(await run.perform(intent)).toEqual({ status: "refused", code: "stale", words: "1 were in quality control when the change was made, but 9 stand there now. Nothing was changed." });
    }
  });
});
