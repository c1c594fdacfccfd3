import type { Delivery, Intent, Outcome } from "../../app/domain/messages";
import type { PlatformItemReading } from "../../app/domain/platform";
import type { Act } from "../../app/domain/orders/decide-act";
import type { LevelRecord, OrderAggregate } from "../../app/domain/records";
import { actOnOrder, type ActResult } from "../../app/flows/acts";
import type { FlowContext } from "../../app/flows/context";
import type { House } from "./house";
import type { OpenIntent } from "./order-model";
import type { Counts, Shop, ShopOrder } from "./shop-model";

/** The real house with a shop before it, and all that is on its way between them. */
export class OrderRun {
  readonly bodies: ShopOrder[] = [];
  readonly answers: { order: ShopOrder; askedAt: number }[] = [];
  readonly stockAnswers: { reading: PlatformItemReading; askedAt: number }[] = [];
  readonly outcomes: { delivery: Delivery; intent: Intent; order: string; outcome: Outcome }[] = [];
  #asked = 0;
  readonly #planned = new Map<string, Map<string, number>>();

  constructor(readonly house: House) {}

  act(order: string, act: Act, ctx: FlowContext = this.house.ctx): Promise<ActResult> {
    return actOnOrder(ctx, { store: this.house.world.store, actor: "person:1", orderId: this.house.orderId(order), act });
  }

  async aggregates(orders: readonly string[]): Promise<Map<string, OrderAggregate>> {
    const { db, world } = this.house;
    const found = await db.orderAggregates(world.merchantId, orders.map((order) => this.house.orderId(order)));
    for (const { order, allocations } of found) {
      const sums = new Map<string, number>();
      for (const one of allocations) {
        const shelf = `${world.nameOf(one.itemId)} at ${world.nameOf(one.locationId)}`;
        if (one.status === "planned") sums.set(shelf, (sums.get(shelf) ?? 0) + one.quantity);
      }
      this.#planned.set(world.nameOf(order.id), sums);
    }
    return new Map(found.map((one) => [world.nameOf(one.order.id), one]));
  }

  async openIntents(orders: readonly string[]): Promise<Map<string, OpenIntent[]>> {
    const { db, world } = this.house;
    const rows = await db.openIntents(world.merchantId, orders.map((order) => this.house.orderId(order)));
    const intents = new Map<string, OpenIntent[]>(orders.map((order) => [order, []]));
    for (const { orderId, intent, status } of rows) {
      if (orderId !== null) intents.get(world.nameOf(orderId))?.push({ kind: intent.kind, parts: partsOf(intent), handle: "handle" in intent ? intent.handle : null, waiting: status === "waiting" });
    }
    return intents;
  }

  async levels(): Promise<Map<string, LevelRecord>> {
    const { db, world } = this.house;
    const levels = await db.levels(world.merchantId, world.items.map((item) => item.id));
    return new Map(levels.map((level) => [`${world.nameOf(level.itemId)} at ${world.nameOf(level.locationId)}`, level]));
  }

  /** A tracking number that no other parcel has. */
  nextNumber(): string {
    this.#asked += 1;
    return `T${this.#asked}`;
  }

  /** Units of a shelf that were planned for an order when the house was last looked at. */
  planned(order: string, shelf: string): number {
    return this.#planned.get(order)?.get(shelf) ?? 0;
  }

  /** Our id of something of the platform's. */
  id<T extends string>(name: string): T {
    return `${this.house.world.store.id}-${name}` as T;
  }
}

const partsOf = (intent: Intent): string[] => {
  if (!("fulfillmentOrderPlatformId" in intent)) return [];
  return intent.kind === "merge" ? [intent.fulfillmentOrderPlatformId, ...intent.others] : [intent.fulfillmentOrderPlatformId];
};

/** What the shop makes of what it is asked for. */
export const carryOut = (shop: Shop, intent: Intent): Outcome => {
  const answer = answerOf(shop, intent);
  if (answer !== "done") return { status: "refused", code: answer, words: `The platform says ${answer}.` };
  const parcel = intent.kind === "ship" ? shop.order(intent.orderPlatformId).parcels.at(-1) : undefined;
  return { status: "done", platformId: (parcel?.name ?? null) as never };
};

const answerOf = (shop: Shop, intent: Intent): string => {
  switch (intent.kind) {
    case "place": return moveAll(shop, intent);
    case "merge": return shop.merge(intent.fulfillmentOrderPlatformId, intent.others);
    case "hold": return shop.hold(intent.fulfillmentOrderPlatformId, intent.handle);
    case "release-hold": return shop.release(intent.fulfillmentOrderPlatformId, intent.handle);
    case "report-progress": return progress(shop, intent.fulfillmentOrderPlatformId);
    case "ship": return shop.ship(intent.fulfillmentOrderPlatformId, countsOf(intent.lines), intent.tracking.number);
    case "cancel-order": return shop.cancel(shop.order(intent.orderPlatformId));
    case "request-fulfillment": return request(shop, intent.fulfillmentOrderPlatformId, "submitted");
    case "request-cancellation": return request(shop, intent.fulfillmentOrderPlatformId, "cancellation-requested");
    default: return "done";
  }
};

const countsOf = (lines: readonly { orderLinePlatformId: string; quantity: number }[]): Counts => {
  const counts: Record<string, number> = {};
  for (const line of lines) counts[line.orderLinePlatformId] = (counts[line.orderLinePlatformId] ?? 0) + line.quantity;
  return counts;
};

/** All units of the part as it is now must be named, or somebody changed it meanwhile. */
const moveAll = (shop: Shop, { fulfillmentOrderPlatformId: name, parts }: Extract<Intent, { kind: "place" }>): string => {
  const found = shop.find(name);
  if (!found) return "gone";
  if (found.part.status !== "open") return found.part.status;
  const named = countsOf(parts.flatMap((part) => part.lines));
  const standing: Record<string, number> = {};
  for (const unit of found.order.units) if (unit.part === name && unit.fate === "open") standing[unit.line] = (standing[unit.line] ?? 0) + 1;
  const same = [...new Set([...Object.keys(named), ...Object.keys(standing)])].every((line) => (named[line] ?? 0) === (standing[line] ?? 0));
  return same ? shop.move(name, parts.map((part) => ({ place: part.locationPlatformId, counts: countsOf(part.lines) }))) : "changed";
};

const progress = (shop: Shop, name: string): string => {
  const part = shop.find(name)?.part;
  if (part?.status !== "open") return part?.status ?? "gone";
  shop.step(part, "in-progress");
  return "done";
};

const request = (shop: Shop, name: string, to: "submitted" | "cancellation-requested"): string => {
  const part = shop.find(name)?.part;
  if (!part) return "gone";
  return part.status === "open" || part.status === "in-progress" ? shop.say(part, to) : part.status;
};
