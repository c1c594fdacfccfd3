import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { gid, openBench, placeOne } from "../shopify/test-bench";
import { DEMO_DOMAIN } from "../shopify/twin";
import type { TwinOptions } from "../shopify/twin";
import { FAULTS, STORMS } from "./catalogue";
import { openFaultDesk } from "./desk";
import { Refused } from "./given";
import { busiestLocation } from "./world-faults";

const PATH = "/admin/api/2026-07/graphql.json";
const CALLS = 40;

function openDesk(options: Partial<TwinOptions> = {}, seed = 7) {
  const bench = openBench({ topics: ["orders/create", "orders/updated", "app/scopes_update"], coins: { updateFollowsCreate: false }, ...options });
  const desk = openFaultDesk(bench.twin, { seed, now: () => bench.clock.now });
  const token = bench.twin.grantToken(DEMO_DOMAIN);
  const ask = async (query = "{ shop { id } }", variables: Record<string, unknown> = {}) =>
    bench.twin.fetch(`https://${DEMO_DOMAIN}${PATH}`, { method: "POST", headers: { "X-Shopify-Access-Token": token }, body: JSON.stringify({ query, variables }) });
  /** How many of so many calls ended how. */
  const outcomes = async (calls = CALLS) => {
    const counts: Record<string, number> = {};
    for (let count = 0; count < calls; count += 1) {
      const outcome = await ask().then(async (answer) => ((await answer.text()).includes("THROTTLED") ? "throttled" : String(answer.status)), () => "lost");
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return counts;
  };
  const place = (count = 20) => { for (let index = 0; index < count; index += 1) bench.people.placeOrder({ kind: "custom" }); };
  const pass = (ms: number, stepMs = 50) => {
    for (let left = ms; left > 0; left -= stepMs) {
      bench.clock.now += stepMs;
      desk.tick();
    }
  };
  return { ...bench, bench, desk, ask, outcomes, place, pass };
}

const created = (deliveries: { topic: string; body: string }[]) => deliveries.filter(({ topic }) => topic === "orders/create").map(({ body }) => (JSON.parse(body) as { number: number }).number);
const isSorted = (numbers: readonly number[]) => numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
const isSigned = ({ body, headers }: { body: string; headers: Record<string, string> }) => createHmac("sha256", "sandbox-secret").update(body).digest("base64") === headers["X-Shopify-Hmac-Sha256"];
type House = ReturnType<typeof openDesk>;

/** What each fault does to the twin, and that it ends with it. */
const EFFECTS: Record<string, (house: House) => Promise<void> | void> = {
  "webhooks-lost": ({ desk, place, deliver, twin }) => {
    desk.switchOn("webhooks-lost", { given: { rate: 50 } });
    place(40);
    const before = twin.counters().lost;
    expect(before).toBeGreaterThan(10);
    expect(created(deliver())).toHaveLength(40 - before);
    desk.switchOff("webhooks-lost");
    place(10);
    expect(created(deliver())).toHaveLength(10);
    expect(twin.counters().lost).toBe(before);
  },
  "webhooks-late": ({ desk, place, deliver, clock, twin }) => {
    desk.switchOn("webhooks-late", { given: { rate: 100, seconds: 86_400 } });
    place(20);
    const [soon, inTwelveHours] = [created(deliver(clock.now + 60_000)).length, created(deliver(clock.now + 12 * 3_600_000)).length];
    expect(soon + inTwelveHours).toBeLessThan(20);
    expect(inTwelveHours).toBeGreaterThan(0);
    expect(twin.hurry(clock.now)).toBeGreaterThan(0);
    expect(soon + inTwelveHours + created(deliver(clock.now)).length).toBe(20);
    expect(twin.counters().waiting).toBe(0);
  },
  "webhooks-duplicated": ({ desk, place, deliver }) => {
    desk.switchOn("webhooks-duplicated", { given: { rate: 100 } });
    place(3);
    expect(created(deliver()).sort()).toEqual([1001, 1001, 1002, 1002, 1003, 1003]);
  },
  "webhooks-out-of-order": ({ desk, place, deliver, clock }) => {
    desk.switchOn("webhooks-out-of-order", { given: { rate: 50, seconds: 3 } });
    place(20);
    const heard = created(deliver(clock.now + 3_000));
    expect(heard).toHaveLength(20);
    expect(isSorted(heard)).toBe(false);
  },
  "webhooks-badly-signed": ({ desk, place, clock, twin }) => {
    desk.switchOn("webhooks-badly-signed", { given: { rate: 50 } });
    place(20);
    const first = twin.takeDeliveries(clock.now);
    const forged = first.filter((delivery) => !isSigned(delivery));
    expect(forged.length).toBeGreaterThan(3);
    expect(forged.length).toBeLessThan(first.length - 3);
    expect(twin.counters().badlySigned).toBe(forged.length);
    for (const delivery of first) twin.settleDelivery(delivery.id, isSigned(delivery) ? 200 : 401, clock.now);
    desk.allOff();
    const again = twin.takeDeliveries(clock.now + 60_000);
    expect(again.map(({ id }) => id).sort()).toEqual(forged.map(({ id }) => id).sort());
    expect(again.every(isSigned)).toBe(true);
  },
  "app-unreachable": ({ desk, place, deliver, clock, twin }) => {
    desk.switchOn("app-unreachable");
    place(3);
    expect(deliver(clock.now)).toEqual([]);
    expect(twin.counters().failedTries).toBe(twin.counters().waiting);
    desk.allOff();
    expect(deliver(clock.now)).toEqual([]);
    expect(created(deliver(clock.now + 60_000))).toEqual([1001, 1002, 1003]);
  },
  "api-slow": async ({ desk, ask }) => {
    expect((await ask()).lateMs).toBe(0);
    desk.switchOn("api-slow", { given: { rate: 100, seconds: 2 } });
    const { status, lateMs } = await ask();
    expect([status, lateMs >= 1_000, lateMs <= 2_000]).toEqual([200, true, true]);
  },
  "api-down": async ({ desk, outcomes }) => {
    desk.switchOn("api-down");
    expect(await outcomes()).toEqual({ lost: CALLS });
    desk.switchOn("api-down", { given: { how: "error" } });
    expect(Object.keys(await outcomes()).sort()).toEqual(["500", "502", "503"]);
    desk.allOff();
    expect(await outcomes()).toEqual({ 200: CALLS });
  },
  "api-flapping": async ({ desk, outcomes, clock }) => {
    desk.switchOn("api-flapping", { given: { seconds: 5 } });
    expect(await outcomes()).not.toHaveProperty("200");
    clock.now += 5_000;
    expect(await outcomes()).toEqual({ 200: CALLS });
    clock.now += 5_000;
    expect(await outcomes()).not.toHaveProperty("200");
  },
  "api-half-failing": async ({ desk, outcomes, twin }) => {
    desk.switchOn("api-half-failing", { given: { rate: 50 } });
    const { 200: answered = 0, ...failed } = await outcomes();
    expect(answered).toBeGreaterThan(CALLS / 4);
    expect(Object.values(failed).reduce((sum, one) => sum + one, 0)).toBe(CALLS - answered);
    expect(twin.calls()).toMatchObject({ answered, failed: CALLS - answered });
  },
  "api-throttled": async ({ desk, outcomes, twin }) => {
    desk.switchOn("api-throttled", { given: { rate: 100 } });
    expect(await outcomes()).toEqual({ throttled: CALLS });
    expect(twin.calls()).toMatchObject({ throttled: CALLS, answered: 0 });
  },
  "answers-lost": async ({ desk, ask, bench, twin }) => {
    const { order } = placeOne(bench);
    desk.switchOn("answers-lost", { given: { rate: 100 } });
    await expect(ask("mutation T($id: ID!) { tagsAdd(id: $id, tags: [\"seen\"]) { userErrors { message } } }", { id: gid("Order", order.id) })).rejects.toThrow(/timeout/);
    expect(order.tags).toEqual(["seen"]);
    expect(twin.calls()).toMatchObject({ answerLost: 1, answered: 0 });
  },
  "stale-reads": async ({ desk, ask, bench, people }) => {
    desk.switchOn("stale-reads", { given: { rate: 100 } });
    const { order } = placeOne(bench);
    people.addTags(order.id, ["new"]);
    const seen = async () => (await ask("query O($id: ID!) { order(id: $id) { tags } }", { id: gid("Order", order.id) })).text();
    expect(await seen()).not.toContain("new");
    desk.allOff();
    expect(await seen()).toContain("new");
  },
  "files-cut": async ({ desk, call, bench, twin }) => {
    const begun = await call("mutation { bulkOperationRunQuery(query: \"{ inventoryItems { edges { node { id } } } }\", groupObjects: true) { bulkOperation { id } } }");
    const { id } = begun.data?.bulkOperationRunQuery?.bulkOperation as { id: string };
    const file = async () => {
      bench.clock.now += 60_000;
      const { data } = await call(`{ bulkOperation(id: "${id}") { url } }`);
      return (await twin.fetch(String(data?.bulkOperation?.url), { method: "GET" })).text();
    };
    const whole = await file();
    desk.switchOn("files-cut");
    expect(whole.startsWith(await file())).toBe(true);
    expect((await file()).length).toBeLessThan(whole.length);
  },
  "token-refused": async ({ desk, outcomes, twin }) => {
    desk.switchOn("token-refused");
    expect(await outcomes()).toEqual({ 401: CALLS });
    expect(twin.calls().denied).toBe(CALLS);
    desk.allOff();
    expect(await outcomes()).toEqual({ 200: CALLS });
  },
  "token-expires": async ({ desk, outcomes, pass, post, twin }) => {
    desk.switchOn("token-expires", { given: { seconds: 5 } });
    expect(await outcomes(1)).toEqual({ 200: 1 });
    pass(5_000);
    expect(await outcomes(1)).toEqual({ 401: 1 });
    // A new token lives until the next time.
    const fresh = { "X-Shopify-Access-Token": twin.grantToken(DEMO_DOMAIN) };
    const status = async () => (await post(PATH, { query: "{ shop { id } }" }, fresh)).status;
    expect(await status()).toBe(200);
    pass(5_000);
    expect(await status()).toBe(401);
  },
  "scope-withdrawn": ({ desk, twin, deliver }) => {
    desk.switchOn("scope-withdrawn", { given: { scope: "write_inventory" } });
    expect(twin.shop().grantedScopes).not.toContain("write_inventory");
    // Another scope in its place: the first is given back.
    desk.switchOn("scope-withdrawn", { given: { scope: "read_orders" } });
    expect(twin.shop().grantedScopes).toContain("write_inventory");
    desk.allOff();
    expect([...(twin.shop().grantedScopes ?? [])].sort()).toEqual([...new Set([...twin.askedScopes, "read_orders"])].sort());
    expect(deliver().map(({ topic }) => topic)).toContain("app/scopes_update");
  },
  "busy-colleague": ({ desk, pass, deliver, bench }) => {
    for (let count = 0; count < 10; count += 1) placeOne(bench, 1);
    deliver();
    desk.switchOn("busy-colleague", { given: { perMinute: 60 } });
    pass(60_000);
    const heard = deliver().length;
    expect(heard).toBeGreaterThan(20);
    desk.allOff();
    pass(60_000);
    expect(deliver()).toEqual([]);
  },
  "warehouse-outage": ({ desk, bench, twin }) => {
    for (let count = 0; count < 5; count += 1) placeOne(bench, 1);
    const busiest = busiestLocation(twin.shop()) ?? "";
    const isOpen = (id: string) => twin.shop().locations.get(id)?.active;
    desk.switchOn("warehouse-outage");
    expect(isOpen(busiest)).toBe(false);
    const other = [...twin.shop().locations.keys()].find((id) => id !== busiest) ?? "";
    desk.switchOn("warehouse-outage", { given: { location: other } });
    expect([isOpen(busiest), isOpen(other)]).toEqual([true, false]);
    desk.allOff();
    expect([isOpen(busiest), isOpen(other)]).toEqual([true, true]);
  },
};

describe("each fault does what it says, as long as it is on", () => {
  test.each(FAULTS.map(({ name }) => name))("%s", async (name) => {
    const effect = EFFECTS[name];
    if (!effect) throw new Error(`No test shows what ${name} does.`);
    await effect(openDesk());
  });
});

describe("the desk", () => {
  test("a fault ends by itself when its time has come, and what it withdrew is given back", async () => {
    const { desk, outcomes, pass, clock, twin } = openDesk();
    desk.switchOn("api-down", { forSeconds: 60 });
    desk.switchOn("scope-withdrawn", { forSeconds: 30 });
    const state = (name: string) => desk.state().faults.find((fault) => fault.name === name);
    expect(state("api-down")).toMatchObject({ on: true, endsAt: clock.now + 60_000 });
    pass(31_000);
    expect([state("api-down")?.on, state("scope-withdrawn")?.on]).toEqual([true, false]);
    expect(twin.shop().grantedScopes).toContain("write_merchant_managed_fulfillment_orders");
    // In force to the instant, though nobody ticked meanwhile.
    clock.now += 29_000;
    expect(await outcomes()).toEqual({ 200: CALLS });
    pass(50);
    expect(state("api-down")?.on).toBe(false);
  });

  test("what is given can be changed while it is on, and its end stays", () => {
    const { desk, clock } = openDesk();
    desk.switchOn("webhooks-late", { given: { rate: 20, seconds: 5 }, forSeconds: 60 });
    desk.switchOn("webhooks-late", { given: { rate: 80 } });
    expect(desk.state().faults.find(({ name }) => name === "webhooks-late")).toEqual({ name: "webhooks-late", on: true, given: { rate: 80, seconds: 5 }, endsAt: clock.now + 60_000 });
  });

  test("two faults may strike one call, and what a test set plainly strikes as well; one click ends all of it", async () => {
    const { desk, outcomes, twin, pass } = openDesk();
    twin.faults.throttle = 1;
    desk.switchOn("api-half-failing", { given: { rate: 50 } });
    desk.switchOn("token-refused");
    const { 401: denied = 0, ...failed } = await outcomes();
    expect(denied).toBeGreaterThan(CALLS / 4);
    expect(Object.keys(failed).every((status) => status.startsWith("5"))).toBe(true);
    desk.placeOrders({ perSecond: 10, count: 100 });
    expect(desk.state().plain).toEqual({ throttle: 1 });
    desk.allOff();
    pass(1_000);
    expect(desk.state()).toMatchObject({ orders: { left: 0, placed: 0 }, plain: {} });
    expect(await outcomes()).toEqual({ 200: CALLS });
  });

  test("the same seed is the same day", () => {
    const day = (seed: number) => {
      const { desk, pass, deliver, bench } = openDesk({ seed }, seed);
      for (let count = 0; count < 5; count += 1) placeOne(bench, 1);
      desk.storm("silent-hour");
      desk.switchOn("webhooks-lost", { given: { rate: 30 } });
      pass(20_000);
      return deliver().map(({ topic, body }) => topic + body).join();
    };
    expect(day(3)).toBe(day(3));
    expect(day(3)).not.toBe(day(4));
  });

  test("orders are placed at their rate, and no more than were asked for", () => {
    const { desk, pass, twin } = openDesk();
    desk.placeOrders({ perSecond: 20, count: 30, kind: "custom" });
    pass(1_000);
    expect(twin.shop().orders.size).toBeGreaterThanOrEqual(19);
    expect(twin.shop().orders.size).toBeLessThanOrEqual(20);
    pass(5_000);
    expect(twin.shop().orders.size).toBe(30);
    expect(desk.state().orders).toEqual({ perSecond: 20, left: 0, placed: 30, refused: 0 });
  });

  test.each(STORMS.map(({ name }) => name))("the storm %s blows, with orders, and is over by itself", (name) => {
    const { desk, pass, twin } = openDesk();
    desk.switchOn("files-cut");
    desk.storm(name);
    const storm = STORMS.find((one) => one.name === name);
    const on = () => desk.state().faults.filter((fault) => fault.on).map((fault) => fault.name).sort();
    expect(on()).toEqual(storm?.faults.map((fault) => fault.name).sort());
    pass((storm?.forSeconds ?? 0) * 1_000 + 60_000, 250);
    expect(on()).toEqual([]);
    const { placed, refused, left } = desk.state().orders;
    expect([placed + refused, left]).toEqual([storm?.orders.count, 0]);
    expect(twin.shop().orders.size).toBe(placed);
  });

  test("a wish that cannot be granted is refused in words, and changes nothing", () => {
    const { desk } = openDesk();
    for (const [name, wish, words] of [
      ["nonsense", {}, /faults: webhooks-lost, /], ["webhooks-lost", { given: { rate: 0 } }, /rate: a number from 1 to 100/], ["webhooks-lost", { given: { often: 1 } }, /often: webhooks-lost takes rate/],
      ["webhooks-late", { given: { seconds: 90_000 } }, /seconds, above 0/], ["busy-colleague", { given: { perMinute: "many" } }, /from 1 to 240/], ["api-down", { given: { how: "slowly" } }, /connection, error/],
      ["warehouse-outage", { given: { location: 4 } }, /id of a location/], ["webhooks-lost", { forSeconds: -1 }, /forSeconds/],
    ] as const) {
      expect(() => desk.switchOn(name, wish)).toThrow(Refused);
      expect(() => desk.switchOn(name, wish)).toThrow(words);
    }
    expect(() => desk.storm("nonsense")).toThrow(/storms: black-friday/);
    expect(desk.state().faults.filter(({ on }) => on)).toEqual([]);
  });
});
