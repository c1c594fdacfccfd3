import { writeExactJson } from "./exact-json";
import { withImpliedReads } from "./model/access";
import type { Level, Order, Shop } from "./model/records";
import type { Subject, World } from "./model/world";
import { topicName } from "./schema";
import { bodyOf } from "./webhooks/bodies";

/** They come also to an app that is not installed any more (shopify.dev: privacy law compliance). */
const PRIVACY_TOPICS = new Set(["customers/data_request", "customers/redact", "shop/redact"]);

export interface ActSetting {
  shop: Shop;
  world: Pick<World, "now" | "random" | "coins" | "newId">;
  topics: ReadonlySet<string>;
  /** By topic, the scopes of which any one suffices to hear it. */
  topicScopes: ReadonlyMap<string, readonly string[]>;
  /** `at`: not before; at once when absent. */
  announce(webhook: { topic: string; eventId: string; body: string; at: number | undefined }): void;
  /** Called at the end of each act with what it changed. */
  changed(orders: ReadonlySet<Order>, levels: ReadonlyMap<Level, boolean>): void;
}

/**
 * One shop in which acts happen one after another. What an act changes is announced when it ends, in one breath and under one
 * event id: bodies show the state after it, and the order of topics is the order in which things happened.
 */
export function createStage({ shop, world: base, topics, topicScopes, announce, changed }: ActSetting) {
  let pending: { topic: string; subject: Subject; at: number | undefined }[] = [];
  let orders = new Set<Order>();
  let created: Order[] = [];
  let levels = new Map<Level, boolean>();
  const world: World = {
    ...base, shop,
    emit: (topic, subject, at) => { if (topics.has(topic)) pending.push({ topic, subject, at }); },
    addOrder: (order) => {
      shop.orders.set(order.id, order);
      created.push(order);
    },
    touchOrder: (order) => { orders.add(order); },
    touchLevel: (level, availableChanged) => { levels.set(level, availableChanged || levels.get(level) === true); },
  };
  /** After the merchant withdrew a scope, the topics that needed it fall silent (assumed). */
  const mayHear = (topic: string) => {
    const needed = shop.grantedScopes === null ? undefined : topicScopes.get(topicName(topic));
    if (!needed || needed.length === 0) return true;
    const granted = withImpliedReads(shop.grantedScopes ?? []);
    return needed.some((scope) => granted.has(scope));
  };
  const finish = (wasInstalled: boolean) => {
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
    for (const { topic, subject, at } of pending) {
      if ((wasInstalled && mayHear(topic)) || PRIVACY_TOPICS.has(topic)) announce({ topic, eventId, body: writeExactJson(bodyOf(shop, subject)), at });
    }
    pending = [];
    orders = new Set();
    created = [];
    levels = new Map();
  };
  return {
    world,
    act<T>(change: () => T): T {
      const wasInstalled = shop.installed;
      try {
        return change();
      } finally {
        finish(wasInstalled);
      }
    },
  };
}

export type Stage = ReturnType<typeof createStage>;
