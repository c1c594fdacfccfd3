import type { Db, OrderAggregate } from "../../db/port";
import type { PlatformId } from "../../domain/ids";
import type { DecisionRecord, StoreRecord } from "../../domain/records";
import type { Tone } from "../../ui/contract";
import { locationNames } from "../orders/ships-from-words.server";
import { whyRouted, whyUndecided } from "./why-routed.server";

/** What the platform's own order page shows of a decision. Nothing of it is personal. */
export interface OrderRouting {
  state: { label: string; tone: Tone };
  /** What the state means for the order. */
  meaning: string;
  /** The decision in sentences, the conclusion first; the next best plan is one of them. */
  sentences: string[];
  /** The plan's cost; `share` of a term is a whole percentage of the total. Null where there is no plan. */
  cost: { total: string; terms: { label: string; text: string; share: number }[] } | null;
  /** Which policy decided: "Autumn (version 3)". */
  policy: string | null;
  /** The order's page in the app, below the app's own address. */
  path: string;
}

/** The routing of the order that this very store calls so; null: it has no such order. */
export async function orderRouting(db: Db, store: StoreRecord, platformId: PlatformId): Promise<OrderRouting | null> {
  const { rows } = await db.findOrders({ merchantId: store.merchantId, platformId, limit: SAME_NUMBER_MAX });
  const row = rows.find((one) => one.storeId === store.id);
  const aggregate = row === undefined ? null : await db.order(store.merchantId, row.id);
  if (aggregate === null) return null;
  const [decision] = await db.latestDecisions(store.merchantId, [aggregate.order.id]);
  const path = `orders/${encodeURIComponent(aggregate.order.id)}`;
  if (decision === undefined) return { ...UNDECIDED, meaning: whyUndecided(aggregate), path };
  return { ...(await decided(db, aggregate, decision)), path };
}

/** Stores of one merchant that may have an order of the same number. */
const SAME_NUMBER_MAX = 50;

const UNDECIDED = { state: { label: "Not routed by Switchyard", tone: "neutral" as const }, sentences: [], cost: null, policy: null };

async function decided(db: Db, { order, lines }: OrderAggregate, decision: DecisionRecord): Promise<Omit<OrderRouting, "path">> {
  const [locations, policy] = await Promise.all([db.locations(order.merchantId), db.policy(order.merchantId, decision.certificate.problem.policyVersion)]);
  const titles = new Map(lines.map((line) => [line.itemId, line.title]));
  const why = whyRouted(decision, { nameOf: locationNames(locations), titleOf: (id) => titles.get(id) ?? "An item", policy });
  const sum = why.cost?.bars.reduce((before, bar) => before + bar.value, 0) ?? 0;
  return {
    state: { label: why.state.label, tone: why.state.tone },
    meaning: why.meaning,
    sentences: why.sentences,
    cost: why.cost && { total: why.cost.total, terms: why.cost.bars.map(({ label, value, text }) => ({ label, text, share: sum === 0 ? 0 : Math.round((100 * value) / sum) })) },
    policy: why.policyName === null ? `Version ${why.policyVersion}` : `${why.policyName} (version ${why.policyVersion})`,
  };
}
