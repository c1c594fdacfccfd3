import { type ItemId, type LocationId, type OrderId, type PlatformId, idOf } from "../ids";
import type { PlatformOrder } from "../platform";
import type { DecisionRecord, LevelRecord, OrderAggregate, StockEntry } from "../records";
import type { Act } from "./decide-act";
import { History, ITEMS, LOCATIONS } from "./history.fixture";
import { STORE } from "./house-model.fixture";
import type { ModelLine } from "./platform-model.fixture";

/** A history told step by step, for examples: each step takes a second, and is heard at once. */
export class Scene extends History {
  /** Units of mugs at east, mid and west, then of tees, which may be sold below zero; cards are not tracked. The orders ship to Nevada: west is nearest. */
  constructor(stock: readonly number[], more: { live?: boolean } = {}) {
    super({ stock, skewMs: 0, live: more.live ?? true });
  }

  order(lines: ModelLine[], more: Partial<PlatformOrder> = {}): PlatformId {
    this.now += 1_000;
    return this.platform.placeOrder(lines, more);
  }

  capture(platformId: PlatformId): void {
    this.now += 1_000;
    this.tell(platformId);
    this.hearBody(this.bodies.length - 1);
  }

  read(platformId: PlatformId): void {
    this.now += 1_000;
    this.askOrder(platformId);
    this.hearOrder(this.orderAnswers.length - 1);
  }

  readStock(): void {
    this.now += 1_000;
    for (const item of ITEMS) {
      this.askItem(item);
      this.hearItem(this.levelAnswers.length - 1);
    }
  }

  /** Performs what is due, and hears of it, until nothing is; the order is read after each. */
  carryOut(platformId: PlatformId): void {
    while (this.perform(0)) {
      this.now += 1_000;
      this.hearOutcome(0);
      this.read(platformId);
    }
  }

  try(platformId: PlatformId, act: Act): string {
    this.now += 1_000;
    const decision = this.house.decideAct(platformId, act);
    if (decision.ok) this.act(platformId, act);
    return decision.ok ? "done" : `${decision.field ?? "it"}: ${decision.problem}`;
  }

  known(platformId: PlatformId): OrderAggregate {
    return this.house.order(platformId) as OrderAggregate;
  }

  decisions(platformId: PlatformId): DecisionRecord[] {
    return this.house.decisions.get(idOf<OrderId>(STORE, platformId)) ?? [];
  }

  level(item: string, location: (typeof LOCATIONS)[number]): LevelRecord {
    return this.house.book().level(idOf<ItemId>(STORE, item as PlatformId), idOf<LocationId>(STORE, location as string as PlatformId));
  }

  stockOf(item: string): string {
    return LOCATIONS.map((location) => {
      const { available, committed, unattributed } = this.level(item, location);
      return `${location} ${available}+${committed}${unattributed === 0 ? "" : `(${unattributed})`}`;
    }).join(", ");
  }

  allocations(platformId: PlatformId): string[] {
    return this.known(platformId).allocations.map((one) => `${one.quantity} ${one.status} @${one.locationId.replace(`${STORE}-`, "")}`).sort();
  }

  intents(platformId: PlatformId): string[] {
    return this.house.openIntents(idOf<OrderId>(STORE, platformId)).map(({ intent, status }) => ("handle" in intent ? `${intent.kind} ${intent.handle} ${status}` : `${intent.kind} ${status}`));
  }

  /** The parts of an order that are not closed, where they stand. */
  parts(platformId: PlatformId) {
    return this.known(platformId).fulfillmentOrders.filter((one) => one.status !== "closed");
  }

  entriesSince(count: number): StockEntry[] {
    return this.house.entries.slice(count);
  }
}

export const locationId = (name: string): LocationId => idOf<LocationId>(STORE, name as PlatformId);
