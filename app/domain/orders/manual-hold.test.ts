import { describe, expect, it } from "vitest";
import { MANUAL_HANDLE } from "../fulfillment/fulfillment-order-machine";
import { aggregateOf, held, orderRecord, part } from "../fulfillment/records.fixture";
import type { OutboxRow } from "../messages";
import { settleManualHolds } from "./manual-hold";

const heldOrder = (fulfillmentOrders: ReturnType<typeof part>[]) => aggregateOf({ order: orderRecord({ holdReason: "checking the address" }), fulfillmentOrders });
const freeOrder = (fulfillmentOrders: ReturnType<typeof part>[]) => aggregateOf({ fulfillmentOrders });
const onItsWay = (kind: "hold" | "release-hold", target: string) =>
  [{ intent: { kind, handle: MANUAL_HANDLE, fulfillmentOrderPlatformId: target, reason: "other", note: "" } }] as unknown as OutboxRow[];
const calls = (settled: ReturnType<typeof settleManualHolds>) => settled.intents.map((intent) => `${intent.kind} ${"fulfillmentOrderPlatformId" in intent ? intent.fulfillmentOrderPlatformId : ""}`);

describe("a hold that a person asked for", () => {
  it("given a part that was split off while the hold was on its way, then that part is held too", () => {
    const before = heldOrder([part("one", "east", held(MANUAL_HANDLE))]);
    const now = heldOrder([part("one", "east", held(MANUAL_HANDLE)), part("two", "east")]);
    expect(calls(settleManualHolds(now, { before, openIntents: [] }))).toEqual(["hold two"]);
    expect(calls(settleManualHolds(now, { before, openIntents: onItsWay("hold", "two") }))).toEqual([]);
    expect(calls(settleManualHolds(now, { before: now, openIntents: [] }))).toEqual([]);
  });

  it("given it was released here before the platform had it, then it is released once more when it appears", () => {
    const now = freeOrder([part("one", "east", held(MANUAL_HANDLE))]);
    expect(calls(settleManualHolds(now, { before: null, openIntents: [] }))).toEqual(["release-hold one"]);
    expect(calls(settleManualHolds(now, { before: null, openIntents: onItsWay("release-hold", "one") }))).toEqual([]);
  });

  it("given somebody ended it on the platform, then it is over here as well", () => {
    const before = heldOrder([part("one", "east", held(MANUAL_HANDLE))]);
    const now = heldOrder([part("one", "east")]);
    expect(settleManualHolds(now, { before, openIntents: [] })).toEqual({ endedElsewhere: true, intents: [] });
    expect(settleManualHolds(now, { before, openIntents: onItsWay("hold", "one") }).endedElsewhere).toBe(false);
    expect(settleManualHolds(now, { before: now, openIntents: [] }).endedElsewhere).toBe(false);
  });

  it("leaves the holds of others alone", () => {
    const now = freeOrder([part("one", "east", held("fraud-app")), part("two", "east", held(null))]);
    expect(calls(settleManualHolds(now, { before: null, openIntents: [] }))).toEqual([]);
  });
});
