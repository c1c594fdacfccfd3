import { describe, expect, it } from "vitest";
import type { Channel } from "../../connectors/channels/port";
import type { OutboxRow, Outcome, OutcomeBody } from "../domain/messages";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, DALLAS, NEWARK, act, buy, expectDone, knownLevels, openStore, orderIdOf, orderOf, platformLevels, settle, settledOrder, standing, takeIn } from "./flows.fixtures";
import { performIntents } from "./perform-intents";
import { performReads } from "./perform-reads";
import { setStoreStatus } from "./store-status";

/** An order that was read and decided on: its placement waits in the outbox. */
const decided = async (bench: Bench, units: readonly number[] = [2]): Promise<string> => {
  const id = buy(bench, units);
  await takeIn(bench);
  await applyDeliveries(bench.ctx);
  await performReads(bench.ctx);
  await takeIn(bench);
  await applyDeliveries(bench.ctx);
  return id;
};

const rowsOf = async (bench: Bench, id: string): Promise<OutboxRow[]> => bench.db.intentsOfOrder("acme" as never, await orderIdOf(bench, id));

/** Outcomes that wait in the inbox. */
const outcomes = async (bench: Bench): Promise<OutcomeBody[]> =>
  (await bench.db.claimDeliveries(bench.clock.now, 1, 50)).filter((one) => one.topic === "switchyard/outcome").map((one) => JSON.parse(one.body) as OutcomeBody);

interface Script {
  next: Outcome | null;
  performed: string[];
}

/** A connector whose performing answers as the script says, or for real. */
const scripted = (script: Script) => (channel: Channel): Channel => ({
  ...channel,
  perform: (access, intent, attempt) => {
    script.performed.push(`${intent.kind} ${attempt.number}`);
    return script.next ? Promise.resolve(script.next) : channel.perform(access, intent, attempt);
  },
});

const openScripted = async (stock?: number[][]): Promise<{ bench: Bench; script: Script }> => {
  const script: Script = { next: null, performed: [] };
  const bench = await openStore({ wrapChannel: scripted(script), ...(stock && { stock }) });
  return { bench, script };
};

describe("performing an intent", () => {
  it("comes back as a delivery to ourselves, which settles the order when it is applied", async () => {
    const bench = await openStore();
    const id = await decided(bench);
    expect(await performIntents(bench.ctx)).toBe(1);
    expect((await rowsOf(bench, id)).map((row) => row.status)).toEqual(["done"]);
    const [outcome] = await outcomes(bench);
    expect(outcome).toMatchObject({ intent: { kind: "place" }, outcome: { status: "done" } });
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
    expect(standing(bench, id)[0]?.at).toBe(NEWARK);
  });

  it("waits after an unknown answer, tells the order's history, and looks again before it repeats", async () => {
    const { bench, script } = await openScripted();
    const id = await decided(bench);
    script.next = { status: "unknown", words: "The connection was lost." };
    await performIntents(bench.ctx);
    expect((await rowsOf(bench, id)).map((row) => [row.status, row.problem])).toEqual([["waiting", "The connection was lost."]]);
    await applyDeliveries(bench.ctx);
    expect((await bench.db.history("acme" as never, await orderIdOf(bench, id))).map((event) => event.type)).toContain("place-unknown");
    expect((await orderOf(bench, id)).allocations.filter((one) => one.status === "planned")).toHaveLength(1);
    expect(await performIntents(bench.ctx)).toBe(0);
    script.next = null;
    await settle(bench);
    expect(script.performed).toEqual(["place 1", "place 2"]);
    expect(standing(bench, id)[0]?.at).toBe(NEWARK);
  });

  it("moves nothing twice when the platform did it and its answer was lost", async () => {
    const bench = await openStore();
    const id = await decided(bench);
    bench.twin.faults.timeoutAfter = 1;
    await performIntents(bench.ctx);
    bench.twin.faults.timeoutAfter = 0;
    await settle(bench);
    expect(standing(bench, id)).toEqual([{ at: NEWARK, status: "OPEN", units: 2, holds: [] }]);
    expect(await knownLevels(bench, 0)).toEqual(platformLevels(bench, 0));
  });

  it("tells nobody of an attempt that had no effect, and tries again when it was asked to", async () => {
    const { bench, script } = await openScripted();
    const id = await decided(bench);
    script.next = { status: "retry", afterMs: 30_000, words: "Shopify asks to slow down." };
    await performIntents(bench.ctx);
    expect(await outcomes(bench)).toEqual([]);
    bench.clock.now += 29_999;
    expect(await performIntents(bench.ctx)).toBe(0);
    bench.clock.now += 1;
    script.next = null;
    expect(await performIntents(bench.ctx)).toBe(1);
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });

  it("that stumbles over a bug of ours is of unknown effect, and is logged", async () => {
    const bench = await openStore({ wrapChannel: (channel) => ({ ...channel, perform: () => Promise.reject(new Error("a bug")) }) });
    const id = await decided(bench);
    await performIntents(bench.ctx);
    expect((await rowsOf(bench, id)).map((row) => [row.status, row.problem])).toEqual([["waiting", "Switchyard stumbled: a bug"]]);
    expect(bench.logged).toEqual(["intent failed: a bug"]);
  });

  it("waits without a token for a person, and does not call the platform", async () => {
    const { bench, script } = await openScripted();
    const id = await decided(bench);
    const access = () => Promise.resolve({ ok: false as const, trouble: { kind: "unauthorized" as const, words: "Open the app once." } });
    await performIntents({ ...bench.ctx, access });
    expect(script.performed).toEqual([]);
    const [row] = await rowsOf(bench, id);
    expect(row).toMatchObject({ status: "waiting", problem: "Open the app once." });
    expect(row!.dueAt - bench.clock.now).toBeGreaterThanOrEqual(300_000);
  });

  it("gives up after twenty attempts and asks a person, with the last words", async () => {
    const { bench, script } = await openScripted();
    const id = await decided(bench);
    script.next = { status: "retry", afterMs: 0, words: "Shopify failed." };
    for (let tries = 0; tries < 40; tries += 1) {
      await performIntents(bench.ctx);
      bench.clock.now += 900_000;
    }
    expect(script.performed).toHaveLength(20);
    const [refused] = (await bench.db.refusedIntents("acme" as never, "", 10)).rows;
    expect(refused?.problem).toBe("No clear answer after 20 tries. Last: Shopify failed.");
    expect((await outcomes(bench)).map((one) => one.outcome)).toEqual([{ status: "refused", code: "no-answer", words: "No clear answer after 20 tries. Last: Shopify failed." }]);
    expect((await rowsOf(bench, id)).map((row) => row.status)).toEqual(["refused"]);
  });

  it("happens only while the store is live: what waits is performed when it is live again", async () => {
    const bench = await openStore();
    const id = await decided(bench);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "paused" }));
    expect(await performIntents(bench.ctx)).toBe(0);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }));
    await settle(bench);
    expect(standing(bench, id)[0]?.at).toBe(NEWARK);
  });

  it("has its outcome told under the key of its attempt, so that it is taken over once", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    const [row] = await rowsOf(bench, id);
    const body = JSON.stringify({ intentId: row!.id, orderId: row!.orderId, intent: row!.intent, outcome: { status: "done", platformId: null } });
    const outcome = { id: bench.ctx.newId(), platform: "shopify" as const, domain: "acme.myshopify.com", merchantId: row!.merchantId, storeId: row!.storeId, deliveryKey: `outcome:${row!.id}:1`, topic: "switchyard/outcome", triggeredAt: null, receivedAt: bench.clock.now, body };
    expect(await bench.db.storeDeliveries([outcome])).toEqual(["duplicate"]);
  });
});

describe("the lane of an order", () => {
  it("lets its next intent begin only when the one before it is finished, and never two at once", async () => {
    let inside = 0;
    let most = 0;
    const lanes: string[] = [];
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel,
        perform: async (access, intent, attempt) => {
          inside += 1;
          most = Math.max(most, inside);
          lanes.push(intent.kind);
          const outcome = await channel.perform(access, intent, attempt);
          inside -= 1;
          return outcome;
        },
      }),
    });
    const id = await decided(bench);
    expectDone(await act(bench, id, (known) => ({ kind: "change-location", fulfillmentOrderId: known.fulfillmentOrders[0]!.id, locationId: `${known.order.storeId}-${bench.location(DALLAS)}` as never })));
    expectDone(await act(bench, id, { kind: "hold", reason: "look at the address" }));
    expectDone(await act(bench, id, { kind: "release" }));
    await Promise.all([performIntents(bench.ctx), performIntents(bench.ctx), performIntents(bench.ctx)]);
    expect(lanes).toHaveLength(1);
    await settle(bench);
    expect(most).toBe(1);
    expect((await bench.db.openIntents("acme" as never, [await orderIdOf(bench, id)]))).toEqual([]);
  });

  it("does not keep other orders waiting", async () => {
    const bench = await openStore({ stock: [[9, 9, 9]] });
    await decided(bench, [1]);
    await decided(bench, [1]);
    expect(await performIntents(bench.ctx)).toBe(2);
  });
});

describe("a refused placement", () => {
  it("gives its reservation back, leaves the location out, and the order is decided anew", async () => {
    const { bench, script } = await openScripted([[0, 5, 5]]);
    const id = await decided(bench);
    script.next = { status: "refused", code: "not-movable", words: "Shopify does not allow the move to this location." };
    await performIntents(bench.ctx);
    await applyDeliveries(bench.ctx);
    const refused = await orderOf(bench, id);
    expect(refused.allocations.filter((one) => one.status === "planned")).toEqual([]);
    expect(refused.order.excludedLocationIds).toEqual([`${refused.order.storeId}-${bench.location(NEWARK)}`]);
    expect(refused.order.problem).toBe("The platform refused to move it: Shopify does not allow the move to this location.");
    script.next = null;
    await settle(bench);
    expect(standing(bench, id)[0]?.at).toBe(DALLAS);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", problem: null });
    expect((await bench.db.decisions("acme" as never, refused.order.id)).map((one) => one.status).sort()).toEqual(["confirmed", "refused"]);
    expect(await knownLevels(bench, 0)).toEqual(platformLevels(bench, 0));
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("by the real platform, of a location that was closed meanwhile, ends at the next best one", async () => {
    const bench = await openStore({ stock: [[0, 5, 5], [0, 5, 5]] });
    const id = await decided(bench, [1, 1]);
    bench.twin.people().closeLocation(bench.location(NEWARK));
    bench.twin.takeDeliveries(bench.clock.now);
    await settle(bench);
    expect(standing(bench, id)).toEqual([{ at: DALLAS, status: "OPEN", units: 2, holds: [] }]);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });
});
