import type { OrderAggregate } from "../../app/db/port";
import { DEFAULT_STORE_SETTINGS } from "../../app/domain/desk";
import { type LocationId, type OrderId, idOf } from "../../app/domain/ids";
import type { AttentionCode, DecisionRecord, StockEntry } from "../../app/domain/records";
import type { Inspection } from "../../sandbox/shopify/inspect";
import { checkCounts, checkTooLong } from "./checks-waiting";
import { saidToHave, tail } from "./compared";
import type { World } from "./world";

/** Checks of what a manager is shown, when nothing waits: each thing that needs a look is flagged, and nothing else. */
export const checkDesk = async (world: World): Promise<string[]> => {
  const scene = await lookAround(world);
  const faults: string[] = [];
  for (const one of scene.orders) {
    const say = (rule: string, words: string) => faults.push(`${rule}: ${one.theirs.name} (${one.ours.order.status}): ${words}`);
    checkAttention(world, scene, { ...one, say });
    await checkAlarm(world, { ...one, say });
    checkDecided(scene, { ...one, say });
    checkShipBy({ ...one, say });
    checkPlaces(world, scene, { ...one, say });
    checkTurnedDown(scene, { ...one, say });
    faults.push(...(await checkTooLong(world, one.ours)), ...(await checkCounts(world, one.ours)));
  }
  return [...faults, ...(await checkCustomers(world, scene)), ...(await checkNotices(world, scene)), ...(await checkRuns(world)), ...checkReadings(world)];
};

type Part = Inspection["fulfillmentOrders"][number];

interface Looked {
  ours: OrderAggregate;
  theirs: Inspection["orders"][number];
  /** Open parts of it on the platform that a parcel would carry. */
  parts: Part[];
  latest: DecisionRecord | undefined;
}

interface Scene {
  platform: Inspection;
  /** By the platform's ids: to which nothing new is sent. */
  closed: ReadonlySet<string>;
  inactive: ReadonlySet<string>;
  thirdParties: ReadonlySet<string>;
  orders: Looked[];
}

interface Asked extends Looked {
  say(rule: string, words: string): void;
}

const SUBMITTED = ["SUBMITTED", "ACCEPTED", "CANCELLATION_REQUESTED", "CANCELLATION_REJECTED"];

const lookAround = async (world: World): Promise<Scene> => {
  const { db } = world.ground;
  const platform = world.twin.inspect();
  const ids = platform.orders.map((order) => idOf<OrderId>(world.storeId, order.id as never));
  const aggregates = new Map((await db.orderAggregates(world.merchantId, ids)).map((one) => [one.order.platformId as string, one]));
  const latest = new Map((await db.latestDecisions(world.merchantId, ids)).map((one) => [one.orderId, one]));
  const paused = new Set((await db.locationSettings(world.merchantId)).filter((one) => one.pausedReason !== null).map((one) => tail(one.locationId)));
  const locations = [...world.twin.shop().locations.values()];
  const shipping = new Set(platform.orders.flatMap((order) => order.lines.filter((line) => line.requiresShipping).map((line) => line.id)));
  const isParcel = (one: Part) => one.open && one.methodType === "SHIPPING" && one.lines.some((line) => line.remaining > 0 && shipping.has(line.lineId));
  return {
    platform,
    closed: new Set(locations.filter((one) => !one.active || !one.fulfillsOnlineOrders || paused.has(one.id)).map((one) => one.id)),
    inactive: new Set(locations.filter((one) => !one.active).map((one) => one.id)),
    thirdParties: new Set(locations.filter((one) => one.isFulfillmentService).map((one) => one.id)),
    orders: platform.orders.flatMap((theirs) => {
      const ours = aggregates.get(theirs.id);
      return ours ? [{ ours, theirs, parts: platform.fulfillmentOrders.filter((one) => one.orderId === theirs.id && isParcel(one)), latest: latest.get(ours.order.id) }] : [];
    }),
  };
};

/** What lasts is flagged, or was looked at; what is flagged lasts. */
const checkAttention = (world: World, scene: Scene, { ours, theirs, parts, latest, say }: Asked): void => {
  const { order } = ours;
  const open = new Set(order.attention.map((one) => `${one.code}:${one.key}`));
  const looked = new Set(order.resolvedAttention);
  const must = (code: AttentionCode, key: string) => open.has(`${code}:${key}`) || looked.has(`${code}:${key}`) || say("attention-raised-rightly", `${code} of ${key} is not flagged`);
  const may = new Map<string, string>();
  const onItsWay = unitsOnTheirWay(scene.platform, theirs);
  if (theirs.cancelled && onItsWay > 0) {
    if (world.memory.cancelledWhileKnown.has(order.id)) must("cancelled-after-shipping", String(order.cancelledAt));
    may.set(`cancelled-after-shipping:${order.cancelledAt}`, "");
  }
  const all = theirs.cancelled ? [] : scene.platform.fulfillmentOrders.filter((one) => one.orderId === theirs.id && one.open);
  for (const { id, requestStatus } of all) {
    const code = REQUEST_CODES[requestStatus];
    if (!code) continue;
    must(code, id);
    may.set(`${code}:${id}`, "");
  }
  for (const part of theirs.cancelled ? [] : parts.filter((one) => scene.closed.has(one.locationId) && !SUBMITTED.includes(one.requestStatus))) {
    may.set(`location-closed:${part.id}`, "");
    if ((part.status !== "OPEN" && !isBackorderHeld(part)) || scene.thirdParties.has(part.locationId) || !hasItems(ours, part)) must("location-closed", part.id);
    else if (latest?.certificate.outcome === "unroutable" && latest.status !== "superseded") must("location-closed", part.id);
  }
  if (order.status === "backordered") for (const then of ["notify", "cancel"]) may.set(`waiting-too-long:${order.waitingSince}:${then}`, "");
  for (const { code, key } of order.attention) {
    if (code === "edited-while-working" ? world.memory.goodsChanged.has(order.id) : may.has(`${code}:${key}`)) continue;
    say("attention-has-a-cause", `${code} of ${key} is flagged without a cause`);
  }
};

/** Custom goods, and those of a product that was deleted before we knew it, can go nowhere else. */
const hasItems = ({ lines }: OrderAggregate, part: Part): boolean =>
  part.lines.some((one) => one.remaining > 0 && lines.some((line) => line.platformId === one.lineId && line.itemId !== null));

const REQUEST_CODES: Record<string, AttentionCode> = { REJECTED: "request-rejected", CANCELLATION_REJECTED: "cancellation-rejected" };

const isBackorderHeld = ({ status, holds }: Part): boolean => status === "ON_HOLD" && holds.length > 0 && holds.every((hold) => hold.handle === "switchyard-backorder");

/** Nobody works on it, and it is no third party's. */
const isRoutable = (part: Part, thirdParties: ReadonlySet<string>): boolean =>
  (part.status === "OPEN" || isBackorderHeld(part)) && !SUBMITTED.includes(part.requestStatus) && !thirdParties.has(part.locationId);

const unitsOnTheirWay = (platform: Inspection, order: Inspection["orders"][number]): number => {
  const sent = order.lines.reduce((sum, line) => sum + line.shipped, 0);
  const back = platform.refunds.filter((one) => one.orderId === order.id).flatMap((one) => one.lines).reduce((sum, line) => sum + (line.restockType === "RETURN" ? line.quantity : 0), 0);
  return sent - back;
};

/** People who had begun to work were told that the goods changed. Several changes may have cancelled each other out. */
const checkAlarm = async (world: World, { ours, theirs, say }: Asked): Promise<void> => {
  const changed = world.memory.goodsChanged.get(ours.order.id);
  if (!changed || changed.times !== 1 || changed.atWorkAt === null || theirs.cancelled) return;
  const history = await world.ground.db.history(world.merchantId, ours.order.id);
  const told = history.some((event) => event.type === "attention-raised" && event.detail["code"] === "edited-while-working");
  if (!told) say("attention-raised-rightly", `its goods changed at ${changed.atWorkAt} while people worked on it, and nobody was told`);
};

const checkShipBy = ({ ours, theirs, parts, say }: Asked): void => {
  const left = !theirs.cancelled && parts.some((one) => !SUBMITTED.includes(one.requestStatus));
  if ((ours.order.shipBy !== null) !== left) say("ship-by-is-told", `ship by ${ours.order.shipBy}, and ${left ? "something" : "nothing"} is left to ship`);
};

/** Of whatever can be routed it was decided where it ships from; otherwise a person chose, or it is waited for. */
const checkDecided = ({ thirdParties }: Scene, { ours, theirs, parts, latest, say }: Asked): void => {
  if (!["captured", "allocated"].includes(ours.order.status) || latest?.status === "refused" || latest?.status === "superseded") return;
  const undecided = parts.some((one) => isRoutable(one, thirdParties) && hasItems(ours, one));
  // What is only picked up, or has nothing to ship, needs no decision; but it was read.
  if (undecided || (ours.order.status === "captured" && !theirs.cancelled)) say("every-order-decided", "it was never routed");
};

/** Nothing that can be routed stands where nothing new is sent, unless a person put it there, or nothing else has the goods. */
const checkPlaces = (world: World, { closed, inactive, thirdParties }: Scene, { ours, theirs, parts, latest, say }: Asked): void => {
  if (theirs.cancelled || !ours.order.adopted || ours.order.holdReason !== null) return;
  for (const part of parts.filter((one) => isRoutable(one, thirdParties))) {
    const { id, orderId, locationId } = part;
    if (!closed.has(locationId) || !hasItems(ours, part)) continue;
    if (!inactive.has(locationId) && world.memory.placedByHand.has(orderId)) continue;
    if (latest?.certificate.outcome === "unroutable" || latest?.status === "refused") continue;
    say("nothing-at-closed-locations", `${id} stands at ${locationId}, by decision ${latest?.id} (${latest?.status})`);
  }
};

/** What a location has turned down does not stand there, where anything else is possible. */
const checkTurnedDown = ({ thirdParties }: Scene, { ours, theirs, parts, latest, say }: Asked): void => {
  if (theirs.cancelled || !ours.order.adopted || ours.order.holdReason !== null || latest?.certificate.outcome === "unroutable" || latest?.status === "refused") return;
  const standing = new Map<string, { itemId: string; locationId: string; units: number }>();
  for (const { locationId, lines } of parts.filter((one) => isRoutable(one, thirdParties))) {
    const known = lines.filter(({ lineId }) => ours.lines.some((line) => line.platformId === lineId && line.itemId !== null));
    for (const { itemId, remaining } of known) if (itemId) standing.set(`${itemId}@${locationId}`, { itemId, locationId, units: remaining + (standing.get(`${itemId}@${locationId}`)?.units ?? 0) });
  }
  for (const one of standing.values()) {
    if (one.units > saidToHave(ours, one)) say("turned-down-stays-away", `${one.units} of ${one.itemId} stand at ${one.locationId}, which said that it can send ${saidToHave(ours, one)}`);
  }
};

const checkCustomers = async (world: World, { orders }: Scene): Promise<string[]> => {
  const faults: string[] = [];
  const placed = new Map<string, { name: string; first: number; last: number; orders: number }>();
  for (const { ours, theirs } of orders) {
    const order = world.twin.shop().orders.get(theirs.id);
    const wanted = order?.customer ? `${world.storeId}-${order.customer.id}` : null;
    if (ours.order.customerId !== wanted) faults.push(`customers-are-known: ${theirs.name} is of ${wanted}, and we have ${ours.order.customerId}`);
    if (!order || wanted === null) continue;
    const sum = placed.get(wanted) ?? { name: theirs.name, first: order.createdAt, last: order.createdAt, orders: 0 };
    placed.set(wanted, { name: sum.name, first: Math.min(sum.first, order.createdAt), last: Math.max(sum.last, order.createdAt), orders: sum.orders + 1 });
  }
  const figures = await world.ground.db.customerFigures(world.merchantId, [...placed.keys()]);
  for (const [id, sum] of placed) {
    const ours = await world.ground.db.customer(world.merchantId, id);
    const here = ours && `from ${second(ours.firstOrderAt)} to ${second(ours.lastOrderAt)}, ${figures.get(id)?.orders} orders`;
    const there = `from ${second(sum.first)} to ${second(sum.last)}, ${sum.orders} orders`;
    if (here !== there) faults.push(`customers-are-known: the customer of ${sum.name}: platform has ${there}; we have ${here ?? "nobody"}`);
  }
  return faults;
};

/** The platform tells times by the second. */
const second = (at: number): number => Math.floor(at / 1_000);

/** A notice for each level that is low, and for no other. */
const checkNotices = async (world: World, { platform }: Scene): Promise<string[]> => {
  const { db } = world.ground;
  const settings = (await db.storeSettings(world.merchantId, world.storeId))?.settings ?? DEFAULT_STORE_SETTINGS;
  const rules = await db.stockRules(world.merchantId, [...new Set(platform.levels.map((level) => `${world.storeId}-${level.itemId}` as never))]);
  const own = new Map(rules.map((rule) => [`${tail(rule.itemId)}@${tail(rule.locationId)}`, rule.lowStockUnits]));
  const active = new Set([...world.twin.shop().locations.values()].filter((one) => one.active).map((one) => one.id));
  const low = platform.levels.filter((level) => {
    const limit = own.get(`${level.itemId}@${level.locationId}`) ?? settings.lowStockUnits;
    return level.active && level.tracked && active.has(level.locationId) && limit !== null && level.available <= limit;
  });
  const wanted = low.map((level) => `${level.itemId}@${level.locationId}`).sort();
  const open = (await db.openNotices(world.merchantId, world.storeId, 1_000)).filter((one) => one.kind === "low-stock");
  const here = open.map((one) => `${tail(one.itemId)}@${tail(one.locationId as LocationId)}`).sort();
  const missing = wanted.filter((one) => !here.includes(one));
  // Nothing tells that an item was deleted but its own message: where that was lost, its level stands.
  const items = world.twin.shop().items;
  const beyond = here.filter((one) => !wanted.includes(one) && !(world.memory.deaf && !items.has(one.split("@")[0] as string)));
  return missing.length + beyond.length === 0 ? [] : [`low-stock-is-told: no notice of ${missing.join(", ") || "none"}; without cause ${beyond.join(", ") || "none"}`];
};

/** Every run came to its end, and a bulk act was done to each order or says why not. */
const checkRuns = async (world: World): Promise<string[]> => {
  const { db } = world.ground;
  const runs = await db.runs(world.merchantId, { storeId: world.storeId, kinds: ["bulk-act", "compare-stock", "compare-orders", "import-items", "import-orders", "import-locations"], limit: 500 });
  const stuck = runs.filter((run) => run.status === "running").map((run) => `runs-end: ${run.kind} ${run.id} is still running: ${run.problem ?? JSON.stringify(run.detail)}`);
  const short = runs.filter((run) => run.kind === "bulk-act" && run.status === "done").flatMap((run) => {
    const asked = world.memory.bulkActs.get(run.id);
    return asked === undefined || asked < 0 || run.done + run.failed === asked ? [] : [`runs-end: bulk act ${run.id} was asked for ${asked} orders, and tells of ${run.done} done and ${run.failed} failed`];
  });
  const broken = runs.filter((run) => run.status === "failed" && run.kind === "bulk-act").map((run) => `runs-end: bulk act ${run.id} failed: ${run.problem}`);
  return [...stuck, ...short, ...broken];
};

/** No reading was posted on top of what was known to have happened at its level after it was asked for: nobody can tell whether it contains that. */
const checkReadings = ({ ground: { journal } }: World): string[] => {
  const happened = new Map<string, StockEntry>();
  return journal.flatMap((set) => {
    const faults = (set.entries ?? []).filter((one) => one.cause === "reading").flatMap((reading) => {
      const before = happened.get(`${reading.itemId}@${reading.locationId}`);
      if (!before || before.at < Number(reading.causeKey.split(":")[1])) return [];
      return [`readings-are-not-late: ${reading.causeKey} of ${reading.itemId} at ${reading.locationId} was posted at ${reading.at}, on top of ${before.causeKey} at ${before.at}`];
    });
    for (const entry of (set.entries ?? []).filter((one) => one.cause !== "reading")) {
      const key = `${entry.itemId}@${entry.locationId}`;
      if ((happened.get(key)?.at ?? 0) <= entry.at) happened.set(key, entry);
    }
    return faults;
  });
};
