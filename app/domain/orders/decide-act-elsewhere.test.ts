import { describe, expect, it } from "vitest";
import { aggregateOf, itemNamed, locationNamed, orderRecord, part, shipment } from "../fulfillment/records.fixture";
import type { OrderAggregate, StoreRecord } from "../records";
import { StockBook } from "../inventory/stock-book";
import { type Act, decideAct } from "./decide-act";

const service = { ...locationNamed("service"), isFulfillmentService: true };
const store = { id: orderRecord().storeId, merchantId: orderRecord().merchantId, status: "live" } as StoreRecord;
let made = 0;
const decide = (aggregate: OrderAggregate, act: Act) =>
  decideAct(aggregate, act, {
    store, actor: "person:1", latest: null, openIntents: [], locations: [locationNamed("east"), service], items: new Map([["mug", itemNamed("mug")]]),
    book: new StockBook(store.merchantId, []), now: 9, newId: () => `id${(made += 1)}`,
  });
const CANCEL: Act = { kind: "cancel", reason: "inventory", restock: true, refund: true, notifyCustomer: false, note: " sold out " };
const ask = (kind: "request-fulfillment" | "request-cancellation", name = "part"): Act => ({ kind, fulfillmentOrderId: part(name, "service").id, note: "" });

describe("cancelling an order", () => {
  it("asks the platform once, and says who wanted it and why", () => {
    const decision = decide(aggregateOf(), CANCEL);
    expect(decision).toMatchObject({
      ok: true,
      change: {
        intents: [{ intent: { kind: "cancel-order", reason: "inventory", restock: true, refund: true, note: "sold out" } }],
        events: [{ actor: "person:1", type: "cancel-asked", detail: { note: "sold out" } }],
      },
    });
  });

  it.each(["confirmed", "requested"] as const)("is refused when a parcel is %s: what left cannot be called back", (status) => {
    expect(decide(aggregateOf({ shipments: [shipment({ status })] }), CANCEL)).toMatchObject({ ok: false, problem: expect.stringMatching(/has left/) as string });
    expect(decide(aggregateOf({ shipments: [shipment({ status: "refused" })] }), CANCEL).ok).toBe(true);
  });
});

describe("asking a third party", () => {
  it.each([
    ["request-fulfillment", "unsubmitted", true], ["request-fulfillment", "rejected", true], ["request-fulfillment", "accepted", false],
    ["request-cancellation", "accepted", true], ["request-cancellation", "unsubmitted", false],
  ] as const)("to do it (%s) of a part that is %s: %s", (kind, requestStatus, ok) => {
    const decision = decide(aggregateOf({ fulfillmentOrders: [part("part", "service", { requestStatus })] }), ask(kind));
    expect(decision.ok).toBe(ok);
    if (decision.ok) expect(decision.change.intents).toMatchObject([{ intent: { kind } }]);
  });

  it("is refused where nobody but the merchant ships, or the part is gone", () => {
    expect(decide(aggregateOf(), ask("request-fulfillment"))).toMatchObject({ ok: false, problem: expect.stringMatching(/nobody to ask/) as string });
    expect(decide(aggregateOf({ fulfillmentOrders: [part("part", "service", { status: "closed" })] }), ask("request-fulfillment")).ok).toBe(false);
  });
});
