import { writeExactJson } from "./exact-json";
import type { Level, Order, Shop } from "./model/records";
import type { Subject, World } from "./model/world";
import { bodyOf } from "./webhooks/bodies";

export interface ActSetting {
  shop: Shop;
  world: Pick<World, "now" | "random" | "coins" | "newId">;
  topics: ReadonlySet<string>;
  announce(topic: string, eventId: string, body: string): void;
  /** Called at the end of each act with what it changed. */
  changed(orders: ReadonlySet<Order>, levels: ReadonlyMap<Level, boolean>): void;
}

/**
 * One shop in which acts happen one after another. What an act changes is announced when it ends, in one breath and under one
 * event id: bodies show the state after it, and the order of topics is the order in which things happened.
 */
export function createStage({ shop, world: base, topics, announce, changed }: ActSetting) {
  let pending: { topic: string; subject: Subject }[] = [];
  let orders = new Set<Order>();
  let created: Order[] = [];
  let levels = new Map<Level, boolean>();
  const world: World = {
    ...base, shop,
    emit: (topic, subject) => { if (topics.has(topic)) pending.push({ topic, subject }); },
    addOrder: (order) => {
      shop.orders.set(order.id, order);
      created.push(order);
    },
    touchOrder: (order) => { orders.add(order); },
    touchLevel: (level, availableChanged) => { levels.set(level, availableChanged || levels.get(level) === true); },
  };
  const finish = () => {
    const now = base.now();
    for (const order of orders) {
      order.updatedAt = now;
      world.emit("orders/updated", { kind: "order", order });
    }
    for (const [level, availableChanged] of levels) {
      if (availableChanged || base.coins.levelWebhookWithoutAvailable) world.emit("inventory_levels/update", { kind: "level", level });
    }
    changed(new Set([...created, ...orders]), levels);
    const eventId = pending.length > 0 ? base.random.uuid() : "";
    if (shop.installed) for (const { topic, subject } of pending) announce(topic, eventId, writeExactJson(bodyOf(shop, subject)));
    pending = [];
    orders = new Set();
    created = [];
    levels = new Map();
  };
  return {
    world,
    act<T>(change: () => T): T {
      try {
        return change();
      } finally {
        finish();
      }
    },
  };
}

export type Stage = ReturnType<typeof createStage>;
