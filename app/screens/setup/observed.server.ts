import type { Db } from "../../db/port";
import type { DecisionRecord, LocationRecord, OrderAggregate, StoreRecord } from "../../domain/records";
import { shipsFromWords } from "./observed-places.server";

/** The newest orders that the summary looks at. */
export const OBSERVED_ORDERS_MAX = 300;
const SHOWN_MAX = 10;

export interface ObservedRow {
  id: string;
  name: string;
  /** Where the platform has it, and where it would ship from. */
  before: string;
  after: string;
  parcelsBefore: number | null;
  parcelsAfter: number;
  /** Minor units of postage and handling; null: it could not have shipped from there at all. */
  savedMinor: number | null;
}

export interface Observed {
  /** Orders with a plan. */
  decided: number;
  elsewhere: number;
  /** Orders that the platform had put where they could not have shipped from. */
  impossible: number;
  /** Orders that no plan was found for: goods are missing. */
  unroutable: number;
  parcelsSaved: number;
  savedMinor: number;
  currency: string;
  rows: ObservedRow[];
}

/** What would have been done, or was done, otherwise than the platform did, over the newest orders. */
export async function observed(db: Db, store: StoreRecord, locations: readonly LocationRecord[]): Promise<Observed & { decisions: DecisionRecord[] }> {
  const { merchantId } = store;
  const found = await db.findOrders({ merchantId, storeId: store.id, limit: OBSERVED_ORDERS_MAX });
  const ids = found.rows.map((order) => order.id);
  const [decisions, aggregates] = await Promise.all([db.latestDecisions(merchantId, ids), db.orderAggregates(merchantId, ids)]);
  const aggregateOf = new Map(aggregates.map((aggregate) => [aggregate.order.id, aggregate]));
  const words = shipsFromWords(locations);
  const compared = decisions.flatMap((decision) => compare(decision, aggregateOf.get(decision.orderId), words));
  const otherwise = compared.filter((each) => each.differs);
  return {
    decisions,
    decided: compared.length,
    elsewhere: otherwise.length,
    impossible: otherwise.filter(({ row }) => row.savedMinor === null).length,
    unroutable: decisions.filter(({ certificate }) => certificate.outcome === "unroutable").length,
    parcelsSaved: otherwise.reduce((sum, { row }) => sum + (row.parcelsBefore === null ? 0 : row.parcelsBefore - row.parcelsAfter), 0),
    savedMinor: otherwise.reduce((sum, { row }) => sum + (row.savedMinor ?? 0), 0),
    currency: store.currency,
    rows: otherwise.map(({ row }) => row).sort((a, b) => weight(b) - weight(a)).slice(0, SHOWN_MAX),
  };
}

/** A plan that was refused or replaced changed nothing. */
const STANDING: readonly DecisionRecord["status"][] = ["observed", "pending", "confirmed"];

/** An order that could not have shipped at all matters most. */
const weight = (row: ObservedRow): number => row.savedMinor ?? Number.MAX_SAFE_INTEGER;

function compare(decision: DecisionRecord, aggregate: OrderAggregate | undefined, words: ReturnType<typeof shipsFromWords>): { differs: boolean; row: ObservedRow }[] {
  const { certificate, standing } = decision;
  if (certificate.outcome === "unroutable" || aggregate === undefined || !STANDING.includes(decision.status)) return [];
  const { plan, problem } = certificate;
  const planned = new Set<string>(plan.assignments.map(({ locationId }) => locationId));
  const placed = words.placed(aggregate);
  // What was written stands where the plan has it: then only its costs tell that it was moved.
  const moved = decision.status === "observed" && placed.size > 0 && !sameSet(planned, placed);
  const differs = moved || standing === null || standing.costMinor !== plan.costMinor;
  // The charge for further parcels is no money: it is taken out of both sides.
  const paid = (side: { costMinor: number; parcels: number }) => side.costMinor - problem.policy.splitPenaltyMinor * Math.max(0, side.parcels - 1);
  const { id, name } = aggregate.order;
  return [{
    differs,
    row: {
      id, name, before: sameSet(planned, placed) ? "Elsewhere, until it was moved" : words.said(placed), after: words.said(planned), parcelsBefore: standing?.parcels ?? null, parcelsAfter: plan.parcels,
      savedMinor: standing === null ? null : paid(standing) - paid(plan),
    },
  }];
}

const sameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => one.size === other.size && [...one].every((each) => other.has(each));
