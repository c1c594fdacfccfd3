import type { LocationForm } from "../../app/domain/location-settings";
import { idOf, type ItemId, type LocationId } from "../../app/domain/ids";
import type { MovableState } from "../../app/domain/messages";
import { type BulkOrderAct, startBulkAct } from "../../app/flows/bulk-acts";
import { compareNow } from "../../app/flows/compare";
import type { FlowContext } from "../../app/flows/context";
import { saveLocationSettings } from "../../app/flows/location-settings";
import { adjustStock, moveStock, setStockRule } from "../../app/flows/stock-acts";
import { setStoreStatus } from "../../app/flows/store-status";
import type { StoreRecord } from "../../app/domain/records";
import type { Happening } from "./happening";
import { ACTOR, storeNow } from "./acts-house";
import { alive } from "./steps";
import type { World } from "./world";

/** What the merchant does at the desk: stock, locations, many orders at once. */
export const deskActs: readonly Happening[] = [
  [1.5, "adjust here", adjust],
  [1, "move states here", move],
  [1, "stock rule", rule],
  [0.7, "pause location", (world) => saveLocation(world, { pausedReason: "flood in the yard" })],
  [0.9, "open location here", (world) => saveLocation(world, { pausedReason: null })],
  [2, "daily parcels", (world) => saveLocation(world, { dailyParcels: world.dice.pick([null, 0, 1, 1, 2, 3]) })],
  [0.8, "bulk act", bulkAct],
  [0.2, "compare", (world) => asPerson(world, "compare", (ctx, store) => compareNow(ctx, { store, actor: ACTOR }))],
  [0.2, "pause store", (world) => asPerson(world, "pause store", (ctx, store) => setStoreStatus(ctx, { store, actor: ACTOR, status: "paused" }))],
  [1, "store live", (world) => asPerson(world, "store live", (ctx, store) => setStoreStatus(ctx, { store, actor: ACTOR, status: "live" }))],
];

type Answer = { ok: true } | { ok: false; problem: string };

const asPerson = async <T extends Answer>(world: World, name: string, act: (ctx: FlowContext, store: StoreRecord) => Promise<T>): Promise<T | "died"> => {
  const store = await storeNow(world);
  const result = await alive(world, 0, (ctx) => act(ctx, store));
  world.trace.note(`${name} ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
  return result;
};

/** A level that the shop has. */
const somewhere = (world: World): { itemId: ItemId; locationId: LocationId } | null => {
  const { dice, twin, storeId } = world;
  const items = [...twin.shop().items.values()].filter((item) => item.levels.size > 0);
  if (items.length === 0) return null;
  const item = dice.pick(items);
  return { itemId: idOf<ItemId>(storeId, item.id as never), locationId: idOf<LocationId>(storeId, dice.pick([...item.levels.keys()]) as never) };
};

const STATES: readonly MovableState[] = ["available", "damaged", "quality-control", "safety-stock"];

async function adjust(world: World): Promise<void> {
  const place = somewhere(world);
  if (!place) return;
  const { dice } = world;
  const counted = dice.chance(0.4);
  const level = await world.ground.db.level(world.merchantId, place.itemId, place.locationId);
  // Nobody takes away what is not on the shelf.
  const least = Math.max(-2, Math.min(1, -(level?.available ?? 0)));
  const amount = counted ? { counted: dice.between(0, 6), delta: null } : { counted: null, delta: dice.between(least, 4) || 1 };
  await asPerson(world, "adjust here", (ctx, store) =>
    adjustStock(ctx, { store, actor: ACTOR, ...place, state: counted || dice.chance(0.7) ? "available" : dice.pick(STATES), ...amount, expected: null, reason: "correction", note: "" }));
}

async function move(world: World): Promise<void> {
  const place = somewhere(world);
  if (!place) return;
  const { dice } = world;
  await asPerson(world, "move states here", (ctx, store) =>
    moveStock(ctx, { store, actor: ACTOR, ...place, from: dice.chance(0.6) ? "available" : dice.pick(STATES), to: dice.pick(STATES), units: dice.between(1, 2), reason: "damaged", note: "" }));
}

async function rule(world: World): Promise<void> {
  const place = somewhere(world);
  if (!place) return;
  const { dice } = world;
  await asPerson(world, "stock rule", (ctx, store) =>
    setStockRule(ctx, { store, actor: ACTOR, ...place, lowStockUnits: dice.pick([null, 0, 2, 4]), safetyStockUnits: dice.pick([null, null, 0, 1, 2]), note: "" }));
}

const PLAIN: LocationForm = { pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null };

const saveLocation = async (world: World, change: Partial<LocationForm>): Promise<void> => {
  const { dice, twin, storeId, merchantId } = world;
  const known = await world.ground.db.locationSettings(merchantId);
  const paused = known.filter((one) => one.pausedReason !== null);
  const all = [...twin.shop().locations.keys()].map((id) => idOf<LocationId>(storeId, id as never));
  const opens = change.pausedReason === null;
  // All may not be paused at once: nothing could go anywhere.
  if (opens ? paused.length === 0 : change.pausedReason !== undefined && paused.length >= 2) return;
  const locationId = opens ? dice.pick(paused.map((one) => one.locationId)) : dice.pick(all);
  const { version = 0, ...before } = known.find((one) => one.locationId === locationId) ?? {};
  const settings = { ...PLAIN, ...before, cutOff: dice.pick([null, "09:30", "17:00"]), ...change };
  await asPerson(world, `location ${JSON.stringify(change)}`, (ctx, store) => saveLocationSettings(ctx, { store, actor: ACTOR, locationId, version, settings }));
};

const BULK: readonly BulkOrderAct[] = [
  { kind: "hold", reason: "stocktaking" }, { kind: "release" }, { kind: "re-route" }, { kind: "start-work" }, { kind: "resolve-attention", note: "Seen, all of them." },
];

async function bulkAct(world: World): Promise<void> {
  const { dice, ground: { db }, merchantId, storeId } = world;
  const act = dice.pick(BULK);
  const page = await db.findOrders({ merchantId, limit: 60 });
  const open = page.rows.filter((order) => !["shipped", "cancelled", "left"].includes(order.status));
  const chosen = open.filter(() => dice.chance(0.5)).map((order) => order.id);
  if (chosen.length === 0) return;
  const orders = dice.chance(0.5) ? { orderIds: chosen } : { filter: { storeId, statuses: ["allocated", "routed", "backordered", "held"] as const } };
  const result = await asPerson(world, `bulk ${act.kind}`, (ctx, store) => startBulkAct(ctx, { store, actor: ACTOR, act, orders }));
  if (result !== "died" && result.ok && result.runId) world.memory.bulkActs.set(result.runId, "orderIds" in orders ? chosen.length : -1);
}
