import type { ChangeSet } from "../change-set";
import { type Instant, type ItemId, type LocationId, type MerchantId, type OrderId, type PlatformId, type StoreId, idOf, toId } from "../ids";
import { anchor } from "../inventory/anchor";
import { StockBook, keyOf } from "../inventory/stock-book";
import type { Outcome, OutboxRow } from "../messages";
import type { PlatformItemReading, PlatformOrder, PlatformOrderReading } from "../platform";
import type { DecisionRecord, ItemRecord, LevelRecord, LocationRecord, OrderAggregate, StockEntry, StoreRecord } from "../records";
import { DEFAULT_MERCHANT_POLICY } from "../policy/defaults";
import { captureOrder } from "./capture";
import { type Act, decideAct } from "./decide-act";
import { decideOutcome } from "./decide-outcome";
import { decideReading } from "./decide-reading";
import { itemRecord } from "./facts";
import { type ModelItem, platformItem } from "./platform-model.fixture";

/** The house without a database, for tests: decides with the domain and applies change sets to plain maps, guards and floors as a database would. */

export const MERCHANT = toId<MerchantId>("acme");
export const STORE = toId<StoreId>("s-acme");
const OWNER = { merchantId: MERCHANT, storeId: STORE };

export const storeRecord = (status: StoreRecord["status"]): StoreRecord => ({
  ...OWNER, id: STORE, platform: "shopify", domain: "acme.example", registrationId: "r", name: "Acme", status, currency: "USD", timeZone: "UTC", scopes: [],
  ordersReadUntil: null, installedAt: 0, updatedAt: 0,
});

export const locationRecord = (name: string, provinceCode: string): LocationRecord => ({
  ...OWNER, id: idOf<LocationId>(STORE, toId<PlatformId>(name)), platformId: toId<PlatformId>(name), name, active: true, fulfillsOnline: true,
  shipsInventory: true, isFulfillmentService: false, countryCode: "US", provinceCode, postalCode: null, city: null, latitude: null, longitude: null, updatedAt: 0,
});

export type Committed = { status: "committed"; change: ChangeSet } | { status: "conflict"; guard: string } | { status: "nothing" };

export interface LevelSnapshot {
  reading: PlatformItemReading;
  readAt: Instant;
}

export class HouseModel {
  store = storeRecord("live");
  readonly orders = new Map<OrderId, OrderAggregate>();
  readonly levels = new Map<string, LevelRecord>();
  readonly entries: StockEntry[] = [];
  readonly decisions = new Map<OrderId, DecisionRecord[]>();
  readonly outbox: OutboxRow[] = [];
  readonly #keys = new Set<string>();
  readonly #items: Map<ItemId, ItemRecord>;
  #serial = 0;

  constructor(
    items: readonly ModelItem[],
    readonly locations: readonly LocationRecord[],
    readonly now: () => Instant,
  ) {
    this.#items = new Map(items.map((item) => itemRecord(OWNER, platformItem(item))).map((item) => [item.id, item]));
  }

  readonly newId = (): string => {
    this.#serial += 1;
    return `id${String(this.#serial).padStart(6, "0")}`;
  };

  book(): StockBook {
    return new StockBook(MERCHANT, [...this.levels.values()]);
  }

  item(itemId: ItemId): ItemRecord | undefined {
    return this.#items.get(itemId);
  }

  order(platformId: PlatformId): OrderAggregate | null {
    return this.orders.get(idOf<OrderId>(STORE, platformId)) ?? null;
  }

  latest(orderId: OrderId): DecisionRecord | null {
    return this.decisions.get(orderId)?.at(-1) ?? null;
  }

  openIntents(orderId: OrderId): OutboxRow[] {
    return this.outbox.filter((row) => row.orderId === orderId && (row.status === "waiting" || row.status === "leased"));
  }

  #common(orderId: OrderId) {
    return structuredClone({ latest: this.latest(orderId), openIntents: this.openIntents(orderId) });
  }

  decideCapture(fact: PlatformOrder): ChangeSet | null {
    const itemByVariant = new Map([...this.#items.values()].map((item) => [item.variantPlatformId as string, item]));
    const decision = captureOrder(structuredClone(this.order(fact.platformId)), fact, {
      store: this.store, itemByVariant, locations: this.locations, book: this.book(), now: this.now(), newId: this.newId,
    });
    return decision.status === "nothing-new" ? null : decision.change;
  }

  decideReading(reading: PlatformOrderReading, readAt: Instant): ChangeSet | null {
    const orderId = idOf<OrderId>(STORE, reading.order.platformId);
    const decision = decideReading(structuredClone(this.order(reading.order.platformId)), reading, { patient: true,
      store: this.store, readAt, items: this.#items, book: this.book(), locations: this.locations, now: this.now(), newId: this.newId,
      policy: { merchantId: MERCHANT, version: 1, name: "Default", policy: DEFAULT_MERCHANT_POLICY, publishedAt: 0, actor: "switchyard", note: null, basedOn: null }, sha256: (text) => text, ...this.#common(orderId),
    });
    return decision.status === "stale" ? null : decision.change;
  }

  decideAct(platformId: PlatformId, act: Act): ReturnType<typeof decideAct> {
    const aggregate = structuredClone(this.order(platformId)) as OrderAggregate;
    return decideAct(aggregate, act, {
      store: this.store, actor: "person:1", locations: this.locations, items: this.#items, book: this.book(), now: this.now(), newId: this.newId,
      ...this.#common(aggregate.order.id),
    });
  }

  decideOutcome(row: OutboxRow, outcome: Outcome): ChangeSet {
    const orderId = row.orderId as OrderId;
    const aggregate = structuredClone(this.orders.get(orderId)) as OrderAggregate;
    const body = { intentId: row.id, orderId, intent: row.intent, outcome };
    return decideOutcome(aggregate, body, { latest: this.#common(orderId).latest, book: this.book(), now: this.now(), newId: this.newId });
  }

  /** Null: at least one level changed after the question was asked. */
  decideLevels({ reading, readAt }: LevelSnapshot): ChangeSet | null {
    const book = this.book();
    const change: ChangeSet = { merchantId: MERCHANT, guards: [], levels: [] };
    const itemId = idOf<ItemId>(STORE, reading.item.platformId);
    for (const quantities of reading.levels) {
      const locationId = idOf<LocationId>(STORE, quantities.locationPlatformId);
      const anchored = anchor(book, { itemId, locationId, quantities }, { readAt, ...this.allocated(itemId, locationId), at: this.now() });
      if (anchored.status === "too-old") return null;
      change.guards.push({ kind: "level", itemId, locationId, revision: anchored.revision });
      change.levels?.push(anchored.touch);
    }
    return { ...change, entries: book.takeEntries() };
  }

  allocated(itemId: ItemId, locationId: LocationId): { placed: number; planned: number } {
    const sums = { placed: 0, planned: 0 };
    for (const { allocations } of this.orders.values()) {
      for (const one of allocations) if (one.itemId === itemId && one.locationId === locationId) sums[one.status] += one.quantity;
    }
    return sums;
  }

  commit(change: ChangeSet | null): Committed {
    if (!change) return { status: "nothing" };
    const broken = this.#brokenGuard(change);
    if (broken) return { status: "conflict", guard: broken };
    const set = structuredClone(change);
    this.#writeStock(set);
    for (const one of set.orders ?? []) {
      const known = this.orders.get(one.order.id);
      const shipments = new Map([...(known?.shipments ?? []), ...(one.shipments ?? [])].map((shipment) => [shipment.id, shipment]));
      this.orders.set(one.order.id, {
        order: one.order, lines: one.lines ?? known?.lines ?? [], allocations: one.allocations ?? known?.allocations ?? [],
        fulfillmentOrders: one.fulfillmentOrders ?? known?.fulfillmentOrders ?? [], shipments: [...shipments.values()],
      });
    }
    for (const decision of set.decisions ?? []) this.decisions.set(decision.orderId, [...(this.decisions.get(decision.orderId) ?? []), decision]);
    for (const { orderId, decisionId, status } of set.decisionStatuses ?? []) {
      for (const decision of this.decisions.get(orderId) ?? []) if (decision.id === decisionId) decision.status = status;
    }
    for (const row of set.intents ?? []) if (!this.outbox.some((known) => known.key === row.key)) this.outbox.push(row);
    for (const { id } of set.withdrawnIntents ?? []) for (const row of this.outbox) if (row.id === id && row.status === "waiting") row.status = "withdrawn";
    return { status: "committed", change };
  }

  #brokenGuard(change: ChangeSet): string | null {
    for (const guard of change.guards) {
      if (guard.kind === "order" && (this.orders.get(guard.orderId)?.order.version ?? 0) !== guard.version) return `order ${guard.orderId}`;
      if (guard.kind === "level" && (this.levels.get(keyOf(guard.itemId, guard.locationId))?.revision ?? 0) !== guard.revision) return "level";
      if (guard.kind === "store" && this.store.status !== guard.status) return "store";
    }
    for (const entry of change.entries ?? []) if (this.#keys.has(entryKey(entry))) return `entry ${entryKey(entry)}`;
    const after = new StockBook(MERCHANT, [...this.levels.values()]);
    for (const { state, delta, ...entry } of change.entries ?? []) after.post(entry, entry, { [state]: delta });
    const below = (change.floors ?? []).find((floor) => after.level(floor.itemId, floor.locationId)[floor.of ?? "available"] < floor.floor);
    return below ? `floor ${keyOf(below.itemId, below.locationId)}` : null;
  }

  #writeStock(set: ChangeSet): void {
    const touched = new Set<LevelRecord>();
    for (const entry of set.entries ?? []) {
      const level = this.#level(entry.itemId, entry.locationId);
      this.#keys.add(entryKey(entry));
      this.entries.push(entry);
      level[entry.state] += entry.delta;
      if (entry.cause !== "reading") level.changedAt = Math.max(level.changedAt, entry.at);
      touched.add(level);
    }
    for (const { itemId, locationId, ...touch } of set.levels ?? []) touched.add(Object.assign(this.#level(itemId, locationId), touch));
    for (const level of touched) level.revision += 1;
  }

  #level(itemId: ItemId, locationId: LocationId): LevelRecord {
    const key = keyOf(itemId, locationId);
    const known = this.levels.get(key) ?? { ...new StockBook(MERCHANT, []).level(itemId, locationId), active: true };
    this.levels.set(key, known);
    return known;
  }
}

const entryKey = ({ causeKey, itemId, locationId, state }: StockEntry): string => `${causeKey} ${itemId} ${locationId} ${state}`;
