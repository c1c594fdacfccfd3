import type { Db } from "../../app/db/port";
import type { RunRecord } from "../../app/domain/desk";
import { DEFAULT_MERCHANT_POLICY } from "../../app/domain/policy/defaults";
import { replay } from "../../app/domain/replay/replay";
import { FEWER_PARCELS, FIRST_DAY, pastPages, setupOf } from "../../app/domain/replay/testing";
import { MERCHANT, NOW, STORE } from "./fixture-rows";

const DAYS = 14;
const ORDERS_A_DAY = 12;
const PLACES: Record<string, string> = { "loc-0": "reno", "loc-1": "dallas", "loc-2": "newark", "loc-3": "soho" };
const SHOP_ORDERS = 7;
/** Some of them: every test of a screen waits for this. */
const RULES = ["shopify-default", "ranked-per-line", "whole-order-first"];

const policies = [
  { id: "version-2", name: "Version 2: Summer", version: 2, policy: DEFAULT_MERCHANT_POLICY },
  { id: "draft-spring", name: "Draft: Spring", version: 2, policy: FEWER_PARCELS },
];

const run = (id: string, more: Partial<RunRecord>): RunRecord => ({
  merchantId: MERCHANT, id, storeId: STORE, kind: "replay", status: "done", actor: "person:7", total: 250, done: 250, failed: 0, problem: null, startedAt: NOW - 60_000, updatedAt: NOW, finishedAt: NOW,
  detail: { startsAt: FIRST_DAY, endsAt: FIRST_DAY + DAYS * 86_400_000, policies, choices: [{ kind: "version", version: 2 }, { kind: "draft", id: "spring" }], pricedBy: 0, leaseUntil: 0 }, ...more,
});

export const replayRuns: RunRecord[] = [run("replay-1", {}), run("replay-2", { status: "running", done: 112, finishedAt: null })];

/** What a real replay of a made-up past found, with the shop's own places and orders in it. */
export const saveFixtureReplay = async (db: Db): Promise<void> => {
  const past = [...pastPages({ seed: 9, days: DAYS, ordersADay: ORDERS_A_DAY })];
  for (const page of past) for (const order of page.orders.slice(0, 40)) order.estimated = true;
  const found = replay(setupOf({ days: DAYS, policies, rules: RULES }), past);
  const text = JSON.stringify(found).replace(/loc-\d/g, (id) => PLACES[id] ?? id).replace(/order-\d{5}(\d{2})/g, (_, index: string) => `o${1035 + (Number(index) % SHOP_ORDERS)}`);
  const { changed, ...report } = JSON.parse(text) as typeof found;
  await db.saveReplay({ merchantId: MERCHANT, id: "replay-1", report, changedOrders: changed.orders, madeAt: NOW }, changed.kept);
};
