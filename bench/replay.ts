import { DEFAULT_MERCHANT_POLICY } from "../app/domain/policy/defaults";
import { replay } from "../app/domain/replay/replay";
import { PUBLISHED_RULES } from "../app/domain/replay/published-rules";
import { FEWER_PARCELS, pastPages, setupOf } from "../app/domain/replay/testing";
import type { ContenderReport, ReplaySetup } from "../app/domain/replay/types";
import type { BenchRow } from "./row";

/** A year of the sandbox's made-up shop: some 100,000 orders, four locations, seasons, scarce and misplaced stock. */
const DAYS = 365;
const ORDERS_A_DAY = 270;
/** The same shop's January, for what the rules of others do with it. */
const RULED_DAYS = 28;
const SEED = 1;
const TARGET_S = 60;
const MINUTE_MS = 60_000;

const policies: ReplaySetup["policies"] = [
  { id: "lowest-cost", name: "Lowest cost", version: 1, policy: DEFAULT_MERCHANT_POLICY },
  { id: "fewer-parcels", name: "Dearer splits", version: 2, policy: FEWER_PARCELS },
];

/** Replays a year under two policies, and a month under the published rules of others as well. `small`: some days, for a test. */
export function benchReplay({ days = DAYS, ruledDays = RULED_DAYS, ordersADay = ORDERS_A_DAY }: { days?: number; ruledDays?: number; ordersADay?: number } = {}): BenchRow[] {
  const year = [...pastPages({ seed: SEED, days, ordersADay })];
  const started = performance.now();
  const processor = process.cpuUsage();
  const report = replay(setupOf({ days, policies }), year);
  const [wallMs, used] = [performance.now() - started, process.cpuUsage(processor)];
  const orders = report.orders + report.cancelled;
  const processorMs = (used.user + used.system) / 1_000;
  const size = `${orders.toLocaleString("en-US")} orders × 2 policies`;
  return [
    { name: `replay ${size}`, value: wallMs / 1_000, unit: "s", ...(days === DAYS && { target: `100,000 orders in ${TARGET_S} s`, met: wallMs * (100_000 / orders) <= TARGET_S * 1_000 }) },
    { name: `replay ${size}: processor time`, value: processorMs / 1_000, unit: "s" },
    { name: `replay ${size}`, value: (orders / wallMs) * MINUTE_MS, unit: "orders/min" },
    ...ruledRows(ruledDays, ordersADay),
  ];
}

/** Cost and parcels of the lowest-cost policy; the ratio is ours by the rule's, over the orders that both can ship. */
function ruledRows(days: number, ordersADay: number): BenchRow[] {
  const { contenders: [ours, ...others] } = replay(setupOf({ days, policies: policies.slice(0, 1), rules: PUBLISHED_RULES.map((rule) => rule.id) }), pastPages({ seed: SEED, days, ordersADay }));
  return others.flatMap((other) => (ours === undefined ? [] : [
    { name: "replay: cost", value: ours.totals.costMinor / 100 / ours.shipped, unit: "USD an order", ratio: ratioTo(other, "costMinor"), against: other.name },
    { name: "replay: parcels", value: ours.totals.parcels / ours.shipped, unit: "an order", ratio: ratioTo(other, "parcels"), against: other.name },
  ]));
}

const ratioTo = ({ differences }: ContenderReport, measure: "costMinor" | "parcels"): number => {
  const { base, change } = differences[measure];
  return Math.round((1_000 * base) / (base + change)) / 1_000;
};
