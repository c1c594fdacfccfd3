import { type OrderId, idOf } from "../../app/domain/ids";
import type { StoreRecord } from "../../app/domain/records";
import { type OrderAct, actOnOrder } from "../../app/flows/acts";
import type { FlowContext } from "../../app/flows/context";
import { ACTOR, storeNow } from "./acts-house";
import { checkAlways } from "./checks";
import { settleDown } from "./settle-down";
import { type Step, alive, work } from "./steps";
import { type World, deliver } from "./world";

/** Something small that happens from its beginning to its end, and rests in between. */
export interface Story {
  about: string;
  play(world: World): Promise<void>;
}

/** Whoever asked in a process that died looks whether it was taken, and asks again if not. */
export const insist = async (world: World, act: (ctx: FlowContext, store: StoreRecord) => Promise<unknown>): Promise<void> => {
  for (let tries = 0; tries < 3; tries += 1) {
    const before = world.ground.journal.length;
    if ((await alive(world, 0, async (ctx) => act(ctx, await storeNow(world)))) !== "died") return;
    if (world.ground.journal.slice(before).some((set) => [set.intents, set.activity, set.runs, set.events].some((rows) => (rows ?? []).length > 0))) return;
  }
};

export const goods = (world: World, index = 0): { itemId: string; variantId: string; locations: string[] } => {
  const item = [...world.twin.shop().items.values()].sort((a, b) => (total(b) - total(a) || (a.id < b.id ? -1 : 1)))[index];
  if (!item) throw new Error("the store of a story has nothing to sell");
  const locations = [...item.levels.values()].sort((a, b) => b.quantities.available - a.quantities.available).map((level) => level.locationId);
  return { itemId: item.id, variantId: item.variantId, locations };
};
export const total = (item: { levels: Map<string, { quantities: { available: number } }> }): number => [...item.levels.values()].reduce((sum, level) => sum + level.quantities.available, 0);

/** An order, known and routed. */
export const buy = async (world: World, quantity: number, wish: object = {}): Promise<string> => {
  const placed = world.twin.people().placeOrder({ lines: [{ variantId: goods(world).variantId, quantity }], ...wish });
  if (!placed) throw new Error("the store of a story sold nothing");
  await settleDown(world);
  return placed.id;
};

export const open = (world: World, orderId: string) => world.twin.inspect().fulfillmentOrders.filter((one) => one.orderId === orderId && one.open);
export const aggregateOf = async (world: World, orderId: string) => {
  const known = await world.ground.db.order(world.merchantId, idOf<OrderId>(world.storeId, orderId as never));
  if (!known) throw new Error(`the order ${orderId} of a story is not known`);
  return known;
};

export const act = async (world: World, orderId: string, wanted: OrderAct["act"]): Promise<void> => {
  await insist(world, (ctx, store) => actOnOrder(ctx, { store, actor: ACTOR, orderId: idOf<OrderId>(world.storeId, orderId as never), act: wanted }));
  await settleDown(world);
};

export const shipSome = async (world: World, orderId: string, units: number): Promise<void> => {
  const { fulfillmentOrders } = await aggregateOf(world, orderId);
  const part = fulfillmentOrders.find((one) => one.status === "open" || one.status === "in-progress");
  if (!part) return;
  world.parcelsNamed += 1;
  const number = `SY-${world.seed}-${world.parcelsNamed}`;
  world.askedParcels.add(number);
  const lines = part.lines.slice(0, 1).map((line) => ({ orderLineId: line.orderLineId, quantity: Math.min(units, line.remainingQuantity) }));
  await act(world, orderId, { kind: "ship", fulfillmentOrderId: part.id, lines, notifyCustomer: false, tracking: { company: "UPS", number, url: null } });
};

export const line = (world: World, orderId: string): { id: string; currentQuantity: number } => {
  const [first] = world.twin.shop().orders.get(orderId)?.lines ?? [];
  if (!first) throw new Error(`the order ${orderId} of a story has no line`);
  return first;
};

/** What one worker does, and what happens just before it takes a step of that name. */
export const surprise = async (world: World, { does, before, act: happens }: { does: Step; before: string; act(): Promise<void> }): Promise<void> => {
  world.weather.ambush = { step: `before ${before}`, act: happens };
  // A step takes up some of what is due: what it is waited for may come with the next.
  for (let tries = 0; tries < 4 && world.weather.ambush !== null; tries += 1) await work(world, 0, does);
  world.weather.ambush = null;
  world.violations.push(...(await checkAlways(world)));
  await settleDown(world);
};

export const takeIn = async (world: World, ...steps: Step[]): Promise<void> => {
  await deliver(world, 100);
  for (const step of steps) {
    world.clock.now += 5_000;
    await work(world, 1, step);
  }
};
