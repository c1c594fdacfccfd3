import type { Db } from "../../db/port";
import { listed } from "../../domain/policy/words";
import type { ContenderReport, KnownToday, PlanBrief, ReplayReport } from "../../domain/replay/types";
import type { StoreRecord } from "../../domain/records";
import { formatMoney } from "../money";
import { runRow, type RunRow } from "../run-words";
import { MEASURE_WORDS, changeText, headline, intervalText, measureText, savingText } from "./replay-words";
import { periodWords } from "./replay-page.server";
import { MEASURES } from "../../domain/replay/types";

export const ORDERS_A_PAGE = 25;
const WEEK_DAYS = 7;

export interface MeasureRow {
  id: string;
  label: string;
  base: string;
  draft: string;
  change: string;
  interval: string;
}

export interface PeerRow {
  id: string;
  name: string;
  source: string | null;
  parcels: string;
  cost: string;
  /** Against the first policy, over the orders that both could ship. */
  change: string;
  notShipped: string;
  carbon: string;
}

export interface ChangedRow {
  id: string;
  orderId: string;
  name: string;
  placedAt: number;
  estimated: boolean;
  before: string;
  after: string;
  saving: string;
}

export interface ReplayResult {
  title: string;
  period: string;
  run: RunRow;
  /** The draft that was tried, where it is one: it can be published from here. */
  draftPath: string | null;
  result: null | {
    headline: string;
    counts: string;
    estimated: string | null;
    measures: MeasureRow[];
    bars: { caption: string; label: string; bars: { label: string; value: number; text: string }[] }[];
    columns: { label: string; value: number; text: string }[];
    columnsCaption: string;
    columnsSummary: string;
    peers: PeerRow[];
    changedOrders: number;
    kept: number;
    orders: ChangedRow[];
    nextRank: number | null;
    method: string;
  };
}

/** A replay as its page shows it; null: there is none of that id. */
export async function resultPage(db: Db, { store, runId, afterRank }: { store: StoreRecord; runId: string; afterRank: number }): Promise<ReplayResult | null> {
  const run = await db.run(store.merchantId, runId);
  if (run === null || run.kind !== "replay" || run.storeId !== store.id) return null;
  const { startsAt, endsAt, policies: [base, draft], choices } = run.detail as RunDetail;
  const draftPath = choices[1]?.kind === "draft" ? `/policy/drafts/${encodeURIComponent(choices[1].id ?? "")}` : null;
  const saved = run.status === "done" ? await db.replayReport(store.merchantId, runId) : null;
  return {
    title: `${draft?.name ?? "A policy"}, against ${base?.name ?? "another"}`, period: periodWords(startsAt, endsAt, store.timeZone), run: runRow(run), draftPath,
    result: saved === null ? null : { ...resultOf(saved.report, store), changedOrders: saved.changedOrders, ...(await changedOf(db, { store, runId, afterRank })) },
  };
}

interface RunDetail extends Record<string, unknown> {
  startsAt: number;
  endsAt: number;
  policies: { name: string }[];
  choices: { kind: string; id?: string }[];
}

type Shown = NonNullable<ReplayResult["result"]>;

const resultOf = (report: ReplayReport | Omit<ReplayReport, "changed">, { currency, timeZone, platform }: StoreRecord): Omit<Shown, "changedOrders" | "orders" | "nextRank" | "kept"> => {
  const [base, draft, ...rules] = report.contenders as [ContenderReport, ContenderReport, ...ContenderReport[]];
  const rows = MEASURES.filter((measure) => base.totals[measure] !== 0 || draft.totals[measure] !== 0);
  const dayOf = (at: number): string => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone });
  const weekly = report.blockDays === WEEK_DAYS;
  return {
    headline: headline(report, currency),
    counts: `${countWords(report)}${rows.includes("notShipped") ? " Changes are those of the orders that both could ship." : ""}`,
    estimated: [...(report.estimated === 0 ? [] : [estimateWords(report)]), ...todayWords(report.today ?? [])].join(" ") || null,
    measures: rows.map((measure) => ({
      id: measure, label: MEASURE_WORDS[measure].label, base: measureText(measure, base.totals[measure], currency), draft: measureText(measure, draft.totals[measure], currency),
      change: changeText(measure, draft.differences[measure], currency), interval: intervalText(measure, draft.differences[measure], currency),
    })),
    bars: (["parcels", "costMinor", "carbonGrams"] as const).map((measure) => ({
      caption: `${MEASURE_WORDS[measure].label} of each`, label: MEASURE_WORDS[measure].label,
      bars: [base, draft].map((one) => ({ label: one.name, value: one.totals[measure], text: measureText(measure, one.totals[measure], currency) })),
    })),
    columnsCaption: `Saved each ${weekly ? "week" : "day"}; nothing where it would have cost more`,
    columnsSummary: dearerWords(report.blocks, weekly ? "weeks" : "days"),
    columns: report.blocks.map(({ at, costMinor }) => {
      const savedMinor = (costMinor[0] ?? 0) - (costMinor[1] ?? 0);
      return { label: dayOf(at), value: Math.max(0, savedMinor), text: savedMinor < 0 ? `−${formatMoney(-savedMinor, currency)}` : formatMoney(savedMinor, currency) };
    }),
    peers: [base, draft, ...rules.filter((rule) => mayBeNamed(rule, platform))].map((one) => ({
      id: one.id, name: one.name, source: one.source, parcels: measureText("parcels", one.totals.parcels, currency), cost: measureText("costMinor", one.totals.costMinor, currency),
      change: one === base ? "" : changeText("costMinor", one.differences.costMinor, currency), notShipped: measureText("notShipped", one.totals.notShipped, currency), carbon: measureText("carbonGrams", one.totals.carbonGrams, currency),
    })),
    method: `Both policies routed the same orders in the order in which they came, each with the stock that its own plans left. Costs, parcels, days and CO2e of the differences are those of orders that both could ship. Intervals: Student's t on sums of ${weekly ? "weeks" : "days"}, as a share of the policy that is compared with. Locations, goods and calendars are those of today.`,
  };
};

const dearerWords = (blocks: ReplayReport["blocks"], units: string): string => {
  const saved = blocks.map(({ costMinor }) => (costMinor[0] ?? 0) - (costMinor[1] ?? 0));
  return `It would have been cheaper on ${saved.filter((one) => one > 0).length} of ${blocks.length} ${units}, and dearer on ${saved.filter((one) => one < 0).length}.`;
};

/** A control panel names no other platform than its own. */
const mayBeNamed = ({ id }: ContenderReport, platform: StoreRecord["platform"]): boolean => {
  const owner = /^(shopify|bigcommerce)-/.exec(id)?.[1];
  return owner === undefined || owner === platform;
};

const countWords = ({ orders, cancelled }: Pick<ReplayReport, "orders" | "cancelled">): string =>
  `${orders.toLocaleString("en-US")} ${orders === 1 ? "order" : "orders"} routed again${cancelled === 0 ? "" : `; ${cancelled.toLocaleString("en-US")} more were cancelled by their customers before anything left, and are not counted`}.`;

const estimateWords = ({ orders, estimated }: Pick<ReplayReport, "orders" | "estimated">): string =>
  `${estimated.toLocaleString("en-US")} of ${orders.toLocaleString("en-US")} orders were placed before Switchyard recorded your stock. For them it is taken for granted that what the first reading found, and what these orders had taken by then, lay there all along: deliveries and counts of that time are not known.`;

const TODAY_WORDS: Record<KnownToday, string> = {
  scarcity: "what scarce stock is worth to coming orders", learning: "what was learned of your locations", places: "where postal codes without coordinates lie",
};

const todayWords = (today: readonly KnownToday[]): string[] =>
  (today.length === 0 ? [] : [`Known as of today only, and counted for every order as it is now: ${listed(today.map((one) => TODAY_WORDS[one]), "and")}.`]);

const changedOf = async (db: Db, { store, runId, afterRank }: { store: StoreRecord; runId: string; afterRank: number }): Promise<Pick<Shown, "orders" | "nextRank" | "kept">> => {
  const [found, locations] = await Promise.all([db.replayOrders(store.merchantId, runId, { afterRank, limit: ORDERS_A_PAGE + 1 }), db.locations(store.merchantId)]);
  const rows = found.slice(0, ORDERS_A_PAGE);
  const orders = new Map((await db.orderAggregates(store.merchantId, rows.map(({ change }) => change.orderId))).map(({ order }) => [order.id, order.name]));
  const names = new Map<string, string>(locations.map((one) => [one.id, one.name]));
  return {
    kept: rows.length, nextRank: found.length > ORDERS_A_PAGE ? (rows.at(-1)?.rank ?? null) : null,
    orders: rows.map(({ rank, change }) => ({
      id: String(rank), orderId: change.orderId, name: orders.get(change.orderId) ?? "A removed order", placedAt: change.placedAt, estimated: change.estimated,
      before: planWords(change.before, names, store.currency), after: planWords(change.after, names, store.currency),
      saving: change.before.shipped && change.after.shipped ? savingText(change.savingMinor, store.currency) : change.after.shipped ? "Ships" : "Does not ship",
    })),
  };
};

/** "Reno warehouse 2, Newark warehouse 1: $9.60" */
export const planWords = (plan: PlanBrief, names: ReadonlyMap<string, string>, currency: string): string => {
  if (!plan.shipped) return "Not shipped";
  const units = new Map<string, number>();
  for (const { locationId, units: taken } of plan.assignments) units.set(locationId, (units.get(locationId) ?? 0) + taken);
  const places = [...units].map(([id, count]) => `${names.get(id) ?? "A removed location"} ${count}`).join(", ");
  return `${places}: ${formatMoney(plan.costMinor, currency)}${plan.daysLate === 0 ? "" : `, ${plan.daysLate} ${plan.daysLate === 1 ? "day" : "days"} late`}`;
};
