import { type OrderLineId, type PlatformId, type ShipmentId, idOf, toId } from "../../app/domain/ids";
import { StockBook } from "../../app/domain/inventory/stock-book";
import { reallocate } from "../../app/domain/inventory/reallocate";
import type { ChangeSet } from "../../app/domain/change-set";
import type { PlatformItemReading, PlatformOrder } from "../../app/domain/platform";
import type { AllocationRecord, OrderAggregate } from "../../app/domain/records";
import type { FlowContext } from "../../app/flows/context";
import type { Heard, House } from "./house";
import type { Move } from "./command";
import type { LedgerModel, Parcel, Piece, Said } from "./ledger-model";

/** What a model's order changes to, and what it is made of. */
export interface Standing {
  order: string;
  after: readonly Piece[];
  movedAt: number;
  parcels: readonly Parcel[];
}

/** What changes, given what is known when it is decided. */
export type Change = (pieces: readonly Piece[]) => Pick<Standing, "after" | "parcels">;

export interface Want {
  line: string;
  item: string;
  units: number;
}

/** The real ledger: the domain's decisions on what the database holds, committed to it. */
export class LedgerRun {
  /** The last change set that was written. */
  last: ChangeSet | null = null;

  constructor(readonly house: House) {}

  capture(order: string, wants: readonly Want[], ctx: FlowContext = this.house.ctx): Promise<Heard> {
    return this.house.hearBody(orderBody(order, wants, this.house.now), ctx);
  }

  /** One decision on where an order's units stand, as a reading or a person makes them. */
  async stand({ order, movedAt, change }: Pick<Standing, "order" | "movedAt"> & { change: Change }, ctx: FlowContext = this.house.ctx): Promise<Heard> {
    const { merchantId, store } = this.house.world;
    const orderId = this.house.orderId(order);
    const [known] = await ctx.db.orderAggregates(merchantId, [orderId]);
    if (!known) throw new Error(`the order ${order} is not known`);
    const { after, parcels } = change(this.#piecesOf(known));
    const allocations = after.map((piece) => this.#allocation(known, piece));
    const touched = [...known.allocations, ...allocations].map((one) => one.itemId);
    const items = [...touched, ...parcels.map((parcel) => this.house.world.itemId(parcel.item))];
    const book = new StockBook(merchantId, await ctx.db.levels(merchantId, [...new Set(items)]));
    const at = ctx.now();
    const version = known.order.version + 1;
    reallocate(book, {
      orderId, before: known.allocations, after: allocations, effectiveAt: movedAt, at, version,
      shipped: parcels.map(({ name, item, place, units, leftAt }) =>
        ({ shipmentId: idOf<ShipmentId>(store.id, toId(name)), itemId: this.house.world.itemId(item), locationId: this.house.world.locationId(place), units, shippedAt: leftAt })),
    });
    const set: ChangeSet = {
      merchantId, guards: [{ kind: "order", orderId, version: known.order.version }], entries: book.takeEntries(), floors: this.#floors(known, allocations),
      orders: [{ order: { ...known.order, version, updatedAt: at }, allocations, shipments: parcels.map((parcel) => this.#shipment(known, parcel)) }],
    };
    const [outcome] = await ctx.db.commit([set]);
    if (outcome?.status !== "committed") return "conflict";
    this.last = set;
    return "committed";
  }

  /** Nobody may plan for what is not there, but for goods that are sold on. */
  #floors(known: OrderAggregate, after: readonly AllocationRecord[]): NonNullable<ChangeSet["floors"]> {
    const planned = (all: readonly AllocationRecord[], at: AllocationRecord): number =>
      all.reduce((sum, one) => sum + (one.status === "planned" && one.itemId === at.itemId && one.locationId === at.locationId ? one.quantity : 0), 0);
    return after.filter((one) => one.status === "planned" && this.house.world.nameOf(one.itemId) !== "tee" && planned(after, one) > planned(known.allocations, one))
      .map(({ itemId, locationId }) => ({ itemId, locationId, floor: 0 }));
  }

  #allocation({ order }: OrderAggregate, { line, item, place, status, units }: Piece): AllocationRecord {
    const { world } = this.house;
    return {
      merchantId: order.merchantId, orderId: order.id, orderLineId: idOf<OrderLineId>(world.store.id, toId(line)), itemId: world.itemId(item), locationId: world.locationId(place),
      status, quantity: units,
    };
  }

  #shipment({ order, lines }: OrderAggregate, parcel: Parcel) {
    const { world } = this.house;
    const itemId = world.itemId(parcel.item);
    const orderLineId = lines.find((line) => line.itemId === itemId)?.id as OrderLineId;
    return {
      merchantId: order.merchantId, id: idOf<ShipmentId>(world.store.id, toId(parcel.name)), orderId: order.id, fulfillmentOrderId: null, platformId: toId<PlatformId>(parcel.name),
      locationId: world.locationId(parcel.place), status: "confirmed" as const, madeHere: false, company: null, number: null, url: null,
      lines: [{ orderLineId, itemId, quantity: parcel.units }], problem: null, requestedAt: parcel.leftAt, confirmedAt: this.house.now,
    };
  }

  read(item: string, said: Record<string, Said>, askedAt: number, ctx: FlowContext = this.house.ctx): Promise<Heard> {
    return this.house.hearItem(itemReading(item, said), askedAt, ctx);
  }

  /** Where units stand, as the model names them. */
  async pieces(orders: readonly string[]): Promise<Record<string, Piece[]>> {
    const { db, world } = this.house;
    const aggregates = await db.orderAggregates(world.merchantId, orders.map((order) => this.house.orderId(order)));
    return Object.fromEntries(aggregates.map((one) => [world.nameOf(one.order.id), this.#piecesOf(one)]));
  }

  #piecesOf({ allocations }: OrderAggregate): Piece[] {
    const { nameOf } = this.house.world;
    return sortPieces(allocations.map((one) => ({
      line: nameOf(one.orderLineId), item: nameOf(one.itemId), place: nameOf(one.locationId), status: one.status, units: one.quantity,
    })));
  }
}

export type LedgerMove = Move<LedgerModel, LedgerRun>;

/** Time passes for both. */
export const wait = (model: LedgerModel, { house }: LedgerRun, ms: number): void => {
  model.now += ms;
  house.now += ms;
};

export const sortPieces = (pieces: readonly Piece[]): Piece[] =>
  pieces.map(({ line, item, place, status, units }) => ({ line, item, place, status, units })).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const orderBody = (order: string, wants: readonly Want[], at: number): PlatformOrder => ({
  platformId: toId(order), name: `#${order}`, source: "online", financialStatus: "paid", currency: "USD", totalMinor: 1_000, presentmentCurrency: "USD",
  presentmentTotalMinor: 1_000, customerPlatformId: null, tags: [], customerTags: [], test: false, placedAt: at, updatedAt: at, cancelledAt: null, contact: null, shipTo: null,
  lines: wants.map(({ line, item, units }) => ({
    platformId: toId<PlatformId>(line), variantPlatformId: toId<PlatformId>(`v-${item}`), itemPlatformId: toId<PlatformId>(item), sku: item, title: item, quantity: units, currentQuantity: units,
    requiresShipping: true, unitPriceMinor: 1_000, bundle: null,
  })),
});

const itemReading = (item: string, said: Record<string, Said>): PlatformItemReading => ({
  item: {
    platformId: toId<PlatformId>(item), variantPlatformId: toId<PlatformId>(`v-${item}`), productPlatformId: null, sku: item, title: item, tracked: item !== "card", continueSelling: item === "tee",
    requiresShipping: true, weightGrams: 400, productTags: [], productType: "", updatedAt: 1,
  },
  levels: Object.entries(said).map(([place, quantities]) => ({
    locationPlatformId: toId(place), active: quantities !== null, onHand: 0, available: 0, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0,
    ...quantities,
  })),
});
