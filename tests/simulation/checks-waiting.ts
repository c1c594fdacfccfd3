import type { OrderAggregate } from "../../app/db/port";
import type { PolicyRule } from "../../app/domain/policy/types";
import { mayLeave, parcelsMax, rulesFor } from "./plain-policy";
import type { World as Simulated } from "./world";
import { type Compared, type World, saidToHave, tail } from "./compared";

/** Checks of orders that wait, when nothing else does: each waits for something, and whoever has waited too long is told of. */

interface Places {
  /** By the house's ids: where orders may be sent to. */
  ships: readonly string[];
  rules(order: OrderAggregate["order"]): PolicyRule[];
}

/** Somewhere to send an order to: open, ours, and with a day that has room. */
export const placesNow = async ({ twin, clock, storeId, merchantId, ground: { db } }: World): Promise<Places> => {
  const settings = new Map((await db.locationSettings(merchantId)).map((one) => [one.locationId as string, one]));
  const policy = await db.latestPolicy(merchantId);
  const full = await fullPlaces({ db, merchantId, now: clock.now });
  const all = [...twin.shop().locations.values()].filter((one) => one.active && one.fulfillsOnlineOrders && one.shipsInventory && !one.isFulfillmentService);
  return {
    ships: all.map((one) => `${storeId}-${one.id}`).filter((id) => (settings.get(id)?.pausedReason ?? null) === null && !full.has(id)),
    rules: (order) => (policy ? rulesFor(policy.policy, order) : []),
  };
};

/** Working days that a parcel may be put off, and the day itself. */
const DAYS = 11;
const DAY_MS = 86_400_000;

/** Locations whose every day that counts may be full; of those that have room somewhere none is among them… unless it promised more than it now can. */
const fullPlaces = async ({ db, merchantId, now }: { db: World["ground"]["db"]; merchantId: World["merchantId"]; now: number }): Promise<ReadonlySet<string>> => {
  const days = await db.parcelDays(merchantId, new Date(now - DAY_MS).toISOString().slice(0, "2026-01-01".length));
  return new Set((await db.locationSettings(merchantId)).flatMap(({ locationId, dailyParcels }) => {
    const taken = days.reduce((sum, one) => sum + (one.locationId === locationId ? one.taken : 0), 0);
    return dailyParcels !== null && taken >= dailyParcels * DAYS ? [locationId as string] : [];
  }));
};

/** An order that waits does so rightly: no choice of places that the policy allows has all of it. */
export const checkBackorder = ({ platform, order, ours }: Compared, { ships, rules }: Places): string[] => {
  const open = platform.fulfillmentOrders.filter((one) => one.orderId === order.id && one.open);
  const wanted = new Map<string, number>();
  const own = new Map<string, number>();
  for (const one of open) for (const line of one.lines) if (line.itemId && line.remaining > 0) {
    wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.remaining);
    own.set(`${line.itemId}@${one.locationId}`, (own.get(`${line.itemId}@${one.locationId}`) ?? 0) + line.remaining);
  }
  const applied = rules(ours.order);
  const { storeId } = ours.order;
  const unitsAt = (itemId: string, locationId: string): number => {
    const level = platform.levels.find((one) => one.active && one.itemId === itemId && one.locationId === tail(locationId));
    if (!level || !mayLeave(applied, { itemId: `${storeId}-${itemId}`, locationId })) return 0;
    return Math.min(saidToHave(ours, level), Math.max(0, level.available + (own.get(`${itemId}@${level.locationId}`) ?? 0)));
  };
  const has = (places: readonly string[]): boolean => [...wanted].every(([itemId, units]) => places.reduce((sum, one) => sum + unitsAt(itemId, one), 0) >= units);
  const most = parcelsMax(applied, [...wanted.keys()].map((id) => `${storeId}-${id}`));
  return choicesOf(ships).some((places) => places.length <= most && has(places)) ? [`waits-rightly: ${order.name} is backordered, but stock is there (${ours.order.problem})`] : [];
};

/** Whoever kept a shelf out of a plan until somebody counts it has asked for a count, and is told of it. */
export const checkCounts = async ({ merchantId, storeId, ground: { db } }: World, { order }: OrderAggregate): Promise<string[]> => {
  if (order.rejected.length === 0) return [];
  const asked = (await db.openNotices(merchantId, storeId, 1_000)).filter((one) => one.kind === "count-asked");
  const short = (await db.rejectionsOf(merchantId, order.id)).filter((one) => one.remedy === "count" && one.settledAt === null)
    .filter((one) => order.rejected.some((kept) => kept.itemId === one.itemId && kept.locationId === one.locationId));
  return short.filter((one) => !asked.some((notice) => notice.itemId === one.itemId && notice.locationId === one.locationId))
    .map((one) => `counts-are-heard: ${order.name} waits for a count of ${one.itemId} at ${one.locationId}, and nobody is asked for one`);
};

const choicesOf = (places: readonly string[]): string[][] =>
  places.reduce<string[][]>((choices, place) => [...choices, ...choices.map((choice) => [...choice, place])], [[]]);

/** Who had waited for longer than the policy says when it was last looked for was told of, or was looked at; nobody else is. */
export const checkTooLong = async ({ merchantId, memory, ground: { db } }: Simulated, { order }: OrderAggregate): Promise<string[]> => {
  const { afterDays, then } = (await db.latestPolicy(merchantId))?.policy.waiting ?? { afterDays: null, then: "notify" };
  const isLate = order.status === "backordered" && afterDays !== null && order.waitingSince !== null && order.waitingSince + afterDays * DAY_MS <= memory.watchedAt;
  const key = `waiting-too-long:${order.waitingSince}:${then}`;
  const told = [...order.attention.map((one) => `${one.code}:${one.key}`), ...order.resolvedAttention];
  if (isLate && !told.includes(key)) return [`long-waits-are-told: ${order.name} waits since ${order.waitingSince}, and nobody was told`];
  return order.status !== "backordered" && order.attention.some((one) => one.code === "waiting-too-long") ? [`long-waits-are-told: ${order.name} is ${order.status}, and is told to wait`] : [];
};

