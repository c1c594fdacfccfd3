import { computeHere } from "../compute/here";
import { ComputeStopped } from "../compute/port";
import type { Db } from "../db/port";
import type { Instant, ItemId, MerchantId } from "../domain/ids";
import { StockBook } from "../domain/inventory/stock-book";
import type { Exchange } from "../domain/joint/exchange";
import { decideExchange, mayChangePlans, withoutPlans, type Waiting } from "../domain/orders/decide-exchange";
import { type RoutingWorld, type WaitingQuestion, waitingQuestion } from "../domain/orders/route-order";
import type { ItemRecord, PolicyRecord, StoreRecord } from "../domain/records";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { judgingWorld } from "./judging-world";
import { learnedNow } from "./learn-locations";
import { sitesNow } from "./sites-now";

/** Orders that are planned together at most: the oldest first, as they are released first. */
const ORDERS_MAX = 2_000;
const PAGE = 200;
/** What the search may take: a second or two of a thread on a small machine. */
const LIMITS = { branchSteps: 2_000_000, listSteps: 20_000 };

/** What no mark tells (the day's room, a delivery that has become late, what is learned of locations) is looked at this often all the same. */
const LOOK_AGAIN_MS = 10 * 60_000;

/** What was looked at last, by merchant and store: the same question is not asked twice. */
const asked = new WeakMap<Db, Map<string, { print: string; at: Instant }>>();

/**
 * Plans the orders that wait for their release together, where a merchant's policy wants it and anything changed since it was last
 * done. Each exchange is committed alone, best saving first; one that meets a conflict is dropped, and comes again with the next round.
 * Answers how many orders got another plan.
 */
export const reoptimise = async (ctx: FlowContext): Promise<number> => {
  let changed = 0;
  for (const store of await ctx.db.allStores()) {
    if (store.status !== "live") continue;
    const policy = await ctx.db.latestPolicy(store.merchantId);
    if (policy?.policy.joint.on) changed += await reoptimiseStore(ctx, { store, policy });
  }
  return changed;
};

interface Scene {
  store: StoreRecord;
  policy: PolicyRecord;
}

const reoptimiseStore = async (ctx: FlowContext, scene: Scene): Promise<number> => {
  const { store } = scene;
  const known = asked.get(ctx.db) ?? new Map<string, { print: string; at: Instant }>();
  asked.set(ctx.db, known);
  const look = { print: await printOf(ctx, scene), at: ctx.now() };
  const last = known.get(keyOf(store));
  if (last?.print === look.print && look.at - last.at < LOOK_AGAIN_MS) return 0;
  const changed = await planTogether(ctx, scene);
  // What another worker was faster with is looked at once more, and so is what was stopped.
  if (changed?.every((outcome) => outcome.committed)) known.set(keyOf(store), look);
  return (changed ?? []).reduce((sum, outcome) => sum + (outcome.committed ? outcome.orders : 0), 0);
};

/** What a new plan could come from, in a few small questions: nothing of the orders is read for it. */
const printOf = async (ctx: FlowContext, { store, policy }: Scene): Promise<string> => {
  const [mark, sites, learnedAt] = await Promise.all([
    ctx.db.waitingMark(store.merchantId, store.id), sitesNow(ctx, store), policy.policy.joint.scarcity ? ctx.db.scarcityLearnedAt(store.merchantId) : null,
  ]);
  return ctx.sha256(JSON.stringify([policy.version, mark, sites, learnedAt]));
};

/** Null: it was stopped. */
const planTogether = async (ctx: FlowContext, scene: Scene): Promise<{ orders: number; committed: boolean }[] | null> => {
  const { store } = scene;
  const waiting = await waitingOrders(ctx, store);
  if (waiting.length === 0) return [];
  const itemIds = [...new Set(waiting.flatMap(({ aggregate }) => aggregate.lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId]))))];
  const [levels, items, locations] = await Promise.all([ctx.db.levels(store.merchantId, itemIds), ctx.db.itemsById(store.merchantId, itemIds), sitesNow(ctx, store)]);
  const judged = { learned: await learnedNow(ctx, scene.policy, locations), ...(await judgingWorld(ctx, store, { policy: scene.policy, itemIds, sites: locations, places: waiting.map(placeOf) })) };
  const world = { ...scene, items: new Map(items.map((item) => [item.id, item])), locations, levels, judged };
  const questions = questionsOf(ctx, waiting, world);
  const exchanges = await exchangesOf(ctx, questions, scene);
  return exchanges && commitAll(ctx, { questions, exchanges, world });
};

const placeOf = ({ aggregate: { order } }: Waiting) =>
  ({ countryCode: order.shipToCountry, postalCode: order.shipToPostal, latitude: order.shipToLatitude, longitude: order.shipToLongitude });

const keyOf = ({ merchantId, id }: { merchantId: MerchantId; id: string }): string => `${merchantId} ${id}`;

const waitingOrders = async (ctx: FlowContext, { merchantId, id: storeId }: StoreRecord): Promise<Waiting[]> => {
  const found: Waiting[] = [];
  for await (const rows of ctx.db.eachOrder({ merchantId, storeId, statuses: ["routed"] }, PAGE)) {
    const ids = rows.map((row) => row.id);
    const [aggregates, latest, open] = await Promise.all([ctx.db.orderAggregates(merchantId, ids), ctx.db.latestDecisions(merchantId, ids), ctx.db.openIntents(merchantId, ids)]);
    const latestOf = new Map(latest.map((decision) => [decision.orderId, decision]));
    for (const aggregate of aggregates) {
      const decision = latestOf.get(aggregate.order.id);
      const one = decision && { aggregate, latest: decision, openIntents: open.filter((row) => row.orderId === aggregate.order.id) };
      if (one && mayChangePlans(one)) found.push(one);
    }
    if (found.length >= ORDERS_MAX) break;
  }
  return found.slice(0, ORDERS_MAX).sort((a, b) => (a.aggregate.order.id < b.aggregate.order.id ? -1 : 1));
};

interface World extends Scene {
  items: ReadonlyMap<ItemId, ItemRecord>;
  locations: RoutingWorld["locations"];
  judged: Pick<RoutingWorld, "learned" | "rooms" | "centroidOf" | "scarcityMinor">;
  levels: Awaited<ReturnType<Db["levels"]>>;
}

interface Asked {
  waiting: Waiting;
  question: WaitingQuestion;
}

const worldOf = (ctx: FlowContext, { aggregate, latest, openIntents }: Waiting, { world, book }: { world: World; book: StockBook }): RoutingWorld => ({
  locations: world.locations, items: world.items, ...world.judged, book, policy: world.policy, latest, openIntents, before: aggregate, writes: true, now: ctx.now(), newId: ctx.newId, sha256: ctx.sha256,
});

const questionsOf = (ctx: FlowContext, waiting: readonly Waiting[], world: World): Asked[] => {
  const book = new StockBook(world.store.merchantId, world.levels);
  withoutPlans(book, waiting, { items: world.items, now: ctx.now() });
  return waiting.flatMap((one) => {
    const own = book.fork(one.aggregate.lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId])));
    const question = waitingQuestion(one.aggregate, worldOf(ctx, one, { world, book: own }));
    return question === null ? [] : [{ waiting: one, question }];
  });
};

const exchangesOf = async (ctx: FlowContext, questions: readonly Asked[], { store, policy }: Scene): Promise<Exchange[] | null> => {
  try {
    return await (ctx.compute ?? computeHere).run("exchanges", {
      problems: questions.map(({ question }) => question.problem), planned: questions.map(({ question }) => question.planned), own: questions.map(({ question }) => question.own),
      savingAboveMinor: policy.policy.joint.savingAboveMinor, limits: LIMITS,
    });
  } catch (error) {
    if (error instanceof ComputeStopped) return null;
    // Plans stand as they are: a bug here must stop nothing else.
    ctx.log.error("orders not planned together", { merchantId: store.merchantId, storeId: store.id, problem: messageOf(error) });
    return [];
  }
};

const commitAll = async (
  ctx: FlowContext, { questions, exchanges, world }: { questions: readonly Asked[]; exchanges: readonly Exchange[]; world: World },
): Promise<{ orders: number; committed: boolean }[]> => {
  const outcomes: { orders: number; committed: boolean }[] = [];
  for (const exchange of exchanges) {
    const levels = await ctx.db.levels(world.store.merchantId, itemsOf(exchange, questions));
    const change = decideExchange(exchange, questions, {
      store: world.store, book: new StockBook(world.store.merchantId, levels), worldOf: (waiting) => worldOf(ctx, waiting, { world, book: new StockBook(world.store.merchantId, levels) }),
    });
    const [outcome] = await ctx.db.commit([change]);
    outcomes.push({ orders: exchange.changes.length, committed: outcome?.status === "committed" });
  }
  return outcomes;
};

const itemsOf = ({ changes }: Exchange, questions: readonly Asked[]): ItemId[] =>
  [...new Set(changes.flatMap(({ order }) => questions[order]!.waiting.aggregate.lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId]))))];

