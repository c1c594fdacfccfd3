import { expect, test } from "vitest";
import { loadSchema } from "../schema";
import { createTwin } from "../twin";
import { type PastShape, createPast } from "./past";
import { DESTINATIONS, WAREHOUSES } from "./places";
import { playPast } from "./play-past";

const DAY_MS = 86_400_000;
const shape = (more: Partial<PastShape> = {}): PastShape => ({
  seed: 4, startsAt: Date.UTC(2026, 0, 1), days: 365, ordersADay: 20, goods: 60, places: WAREHOUSES, towns: DESTINATIONS.map((town) => ({ ...town, weight: 1 })), receiptEveryDays: 7, coverDays: 14, ...more,
});
const all = (more: Partial<PastShape> = {}) => [...createPast(shape(more)).happenings()];
const orders = (more: Partial<PastShape> = {}) => all(more).flatMap((one) => (one.kind === "order" ? [one] : []));

test("the same seed makes the same past, in the order of time, and another one another", () => {
  const year = all();
  expect(all()).toEqual(year);
  expect(all({ seed: 5 })).not.toEqual(year);
  expect(year.every((one, index) => index === 0 || year[index - 1]!.at <= one.at)).toBe(true);
});

test("a year has its seasons, its weekdays, and as many orders as asked for", () => {
  const year = orders();
  expect(Math.abs(year.length / (365 * 20) - 1)).toBeLessThan(0.05);
  const inMonth = (month: number) => year.filter((one) => new Date(one.at).getUTCMonth() === month).length;
  expect(inMonth(10)).toBeGreaterThan(inMonth(1) * 1.4);
  const onDay = (day: number) => year.filter((one) => new Date(one.at).getUTCDay() === day).length;
  expect(onDay(1)).toBeGreaterThan(onDay(6));
});

test("goods are liked in one region more than in another, and not stocked everywhere", () => {
  const year = orders();
  const west = (good: number) => year.filter((one) => DESTINATIONS[one.town]!.longitude < -100 && one.lines.some((line) => line.good === good)).length / year.filter((one) => one.lines.some((line) => line.good === good)).length;
  const shares = Array.from({ length: 12 }, (_, good) => west(good));
  expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.1);
  expect(createPast(shape()).opening.flat().filter((units) => units === null).length).toBeGreaterThan(10);
});

test("a shop that has lived some days has orders of each, shipped but for the last, at the times of then", () => {
  const endsAt = Date.UTC(2026, 2, 10);
  let setBack: number | null = null;
  const twin = createTwin({
    seed: 3, now: () => setBack ?? endsAt, schema: loadSchema(), scopes: ["read_orders"], topics: [], domains: ["acme.myshopify.com"], apiKey: "k", apiSecret: "s", installed: false,
  });
  const placed = playPast(twin, { seed: 3, days: 6, ordersADay: 8, endsAt }, (at) => void (setBack = at));
  expect(setBack).toBeNull();
  const known = [...twin.shop().orders.values()];
  expect(placed).toBeGreaterThan(20);
  expect(known).toHaveLength(placed);
  expect(new Set(known.map((one) => Math.floor(one.createdAt / DAY_MS))).size).toBeGreaterThanOrEqual(5);
  expect(known.every((one) => one.createdAt < endsAt && one.createdAt >= endsAt - 6 * DAY_MS)).toBe(true);
  const open = twin.inspect().fulfillmentOrders.filter((one) => one.open);
  expect(open.length).toBeGreaterThan(0);
  expect(open.length).toBeLessThan(placed);
});
