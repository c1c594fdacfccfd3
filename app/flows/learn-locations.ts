import { emptyChangeSet } from "../domain/change-set";
import type { LocationFactsRecord } from "../domain/experience";
import type { LocationId, MerchantId } from "../domain/ids";
import { learnedTerms } from "../domain/learning/apply";
import { WINDOW_DAYS, estimate } from "../domain/learning/estimate";
import type { PolicyRecord, StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { sitesNow } from "./sites-now";

const DAY_MS = 86_400_000;
/** What is measured lasts so long: a day's orders change estimates little. */
const MEASURED_MS = 6 * 3_600_000;
/** Newest first: of a large merchant the last weeks speak. */
const SPANS_MAX = 5_000;
const LOOKS_MAX = 5_000;

/** Measures anew what locations do with orders, for every merchant whose measurements are old. Answers how many locations were measured. */
export const learnLocations = async (ctx: FlowContext): Promise<number> => {
  const stores = (await ctx.db.allStores()).filter((store) => store.status === "live" || store.status === "observe" || store.status === "paused");
  let measured = 0;
  for (const merchantId of new Set(stores.map((store) => store.merchantId))) {
    const known = await ctx.db.locationFacts(merchantId);
    if (known.some((one) => one.measuredAt > ctx.now() - MEASURED_MS)) continue;
    measured += await measure(ctx, merchantId, stores.filter((store) => store.merchantId === merchantId));
  }
  return measured;
};

const measure = async (ctx: FlowContext, merchantId: MerchantId, stores: readonly StoreRecord[]): Promise<number> => {
  const now = ctx.now();
  const since = now - WINDOW_DAYS * DAY_MS;
  const [parts, spans, looks] = await Promise.all([
    ctx.db.partsSince(merchantId, since), ctx.db.pickSpans(merchantId, { since, limit: SPANS_MAX }), ctx.db.shelfLooks(merchantId, { since, limit: LOOKS_MAX }),
  ]);
  const sites = (await Promise.all(stores.map((store) => sitesNow(ctx, store)))).flat().filter((site) => !site.isFulfillmentService);
  const at = <Row extends { locationId: LocationId }>(rows: readonly Row[], id: LocationId): Row[] => rows.filter((row) => row.locationId === id);
  const records = sites.map(({ id, calendar }): LocationFactsRecord => {
    const { shipped = 0, rejected = 0 } = at(parts, id)[0] ?? {};
    return { merchantId, locationId: id, measuredAt: now, facts: estimate({ shipped, rejected, spans: at(spans, id), looks: at(looks, id) }, calendar) };
  });
  if (records.length > 0) await ctx.db.commit([{ ...emptyChangeSet(merchantId), locationFacts: records }]);
  return records.length;
};

/** What was measured last, as terms of an order; where the policy lets nothing of it count, nobody is asked. */
export const learnedNow = async (
  ctx: Pick<FlowContext, "db">, { merchantId, policy }: Pick<PolicyRecord, "merchantId" | "policy">, locations: readonly { id: LocationId }[],
): Promise<ReturnType<typeof learnedTerms>> => {
  const { acceptance, pickDelay, countError } = policy.learning;
  if (!acceptance && !pickDelay && !countError) return new Map();
  const facts = await ctx.db.locationFacts(merchantId);
  return learnedTerms(policy, new Map(facts.map((one) => [one.locationId, one.facts])), locations.map((one) => one.id));
};
