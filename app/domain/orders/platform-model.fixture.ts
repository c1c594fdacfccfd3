import type { Instant, PlatformId } from "../ids";
import { toId } from "../ids";
import type { Intent, Outcome } from "../messages";
import type {
  PlatformFulfillment, PlatformFulfillmentOrder, PlatformItem, PlatformItemReading, PlatformLevel, PlatformOrder, PlatformOrderReading, PlatformRefund,
} from "../platform";

/** A sales platform in a few lines, for tests: orders, fulfillment orders, parcels and stock as platforms account for them. */

const id = (text: string): PlatformId => toId<PlatformId>(text);
const copy = <T>(value: T): T => structuredClone(value);
/** Platforms tell times to the second. */
const second = (at: Instant): Instant => Math.floor(at / 1000) * 1000;

export interface ModelItem {
  name: string;
  tracked: boolean;
  continueSelling: boolean;
}

export interface ModelLine {
  item: string;
  units: number;
}

interface ModelOrder {
  order: PlatformOrder;
  fulfillmentOrders: PlatformFulfillmentOrder[];
  fulfillments: PlatformFulfillment[];
  refunds: PlatformRefund[];
}

export class PlatformModel {
  readonly orders: ModelOrder[] = [];
  readonly levels = new Map<string, PlatformLevel>();
  /** Locations that take nothing over, whatever they stock. */
  readonly closedToMoves = new Set<string>();
  #serial = 0;

  constructor(
    readonly items: readonly ModelItem[],
    readonly locations: readonly string[],
    /** The platform's clock. */
    readonly now: () => Instant,
  ) {
    for (const item of items) for (const location of locations) if (item.tracked) this.levels.set(`${item.name}@${location}`, level(location));
  }

  #next(kind: string): PlatformId {
    this.#serial += 1;
    return id(`${kind}${String(this.#serial).padStart(4, "0")}`);
  }

  /** Moves units between available, committed and away; untracked items have no level. */
  #account(item: PlatformId | null, location: PlatformId | null, change: { available?: number; committed?: number }): void {
    const found = this.levels.get(`${item}@${location}`);
    if (!found) return;
    found.available += change.available ?? 0;
    found.committed += change.committed ?? 0;
    found.onHand = found.available + found.committed + found.reserved;
  }

  stock(item: string, location: string, units: number): void {
    this.#account(id(item), id(location), { available: units });
  }

  placeOrder(lines: readonly ModelLine[], more: Partial<PlatformOrder> = {}): PlatformId {
    const orderId = this.#next("o");
    const at = second(this.now());
    const orderLines = lines.map(({ item, units }) => ({
      platformId: this.#next("l"), variantPlatformId: id(`v-${item}`), itemPlatformId: id(item), sku: item, title: item, quantity: units,
      currentQuantity: units, requiresShipping: true, unitPriceMinor: 1000, bundle: null,
    }));
    const made: ModelOrder = { order: { ...plainOrder(orderId, at), lines: orderLines, ...more }, fulfillmentOrders: [], fulfillments: [], refunds: [] };
    this.orders.push(made);
    for (const line of orderLines) this.#assign(made, { orderLinePlatformId: line.platformId, item: line.itemPlatformId, units: line.quantity });
    return orderId;
  }

  /** To the first location with enough, or else the first. */
  #assign(order: ModelOrder, line: { orderLinePlatformId: PlatformId; item: PlatformId; units: number }): void {
    const location = this.locations.find((one) => (this.levels.get(`${line.item}@${one}`)?.available ?? 0) >= line.units) ?? this.locations[0] as string;
    this.#stand(order, { ...line, location: id(location) });
  }

  #stand(order: ModelOrder, units: { orderLinePlatformId: PlatformId; item: PlatformId | null; units: number; location: PlatformId }): void {
    const open = order.fulfillmentOrders.find((one) => one.status === "open" && one.locationPlatformId === units.location);
    const fulfillmentOrder = open ?? this.#openAt(order, units.location);
    const line = fulfillmentOrder.lines.find((one) => one.orderLinePlatformId === units.orderLinePlatformId);
    if (line) {
      line.totalQuantity += units.units;
      line.remainingQuantity += units.units;
    } else {
      fulfillmentOrder.lines.push({
        platformId: this.#next("fl"), orderLinePlatformId: units.orderLinePlatformId, itemPlatformId: units.item, totalQuantity: units.units,
        remainingQuantity: units.units, requiresShipping: true,
      });
    }
    fulfillmentOrder.updatedAt = second(this.now());
    this.#account(units.item, units.location, { available: -units.units, committed: units.units });
  }

  #openAt(order: ModelOrder, location: PlatformId): PlatformFulfillmentOrder {
    const made: PlatformFulfillmentOrder = {
      platformId: this.#next("f"), locationPlatformId: location, status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [],
      actions: [], lines: [], fulfillAt: null, fulfillBy: null, updatedAt: second(this.now()),
    };
    order.fulfillmentOrders.push(made);
    return made;
  }

  readOrder(platformId: PlatformId): PlatformOrderReading {
    const { order, fulfillmentOrders, fulfillments, refunds } = this.#order(platformId);
    const names = new Set(order.lines.map((line) => line.itemPlatformId));
    return copy({ order, fulfillmentOrders, fulfillments, refunds, items: this.items.filter((item) => names.has(id(item.name))).map(platformItem) });
  }

  readItem(item: ModelItem): PlatformItemReading {
    return copy({ item: platformItem(item), levels: this.locations.flatMap((location) => this.levels.get(`${item.name}@${location}`) ?? []) });
  }

  #order(platformId: PlatformId): ModelOrder {
    return this.orders.find((one) => one.order.platformId === platformId) as ModelOrder;
  }

  find(platformId: PlatformId): { order: ModelOrder; fulfillmentOrder: PlatformFulfillmentOrder } | null {
    for (const order of this.orders) {
      const fulfillmentOrder = order.fulfillmentOrders.find((one) => one.platformId === platformId);
      if (fulfillmentOrder) return { order, fulfillmentOrder };
    }
    return null;
  }

  /** Units of a fulfillment order to other locations; null: the platform says no. */
  move(platformId: PlatformId, parts: readonly { location: string; lines: readonly { orderLinePlatformId: PlatformId; quantity: number }[] }[]): Outcome {
    const found = this.find(platformId);
    if (!found) return refused("gone");
    const { order, fulfillmentOrder: from } = found;
    if (from.status !== "open") return refused(from.status === "closed" ? "closed" : from.status);
    const moves = parts.filter((part) => part.location !== from.locationPlatformId);
    if (moves.some((part) => this.closedToMoves.has(part.location))) return refused("not-stocked");
    const wanted = parts.flatMap((part) => part.lines);
    const agrees = from.lines.every((line) => sum(wanted, line.orderLinePlatformId) === line.remainingQuantity);
    if (!agrees || wanted.some((line) => !from.lines.some((one) => one.orderLinePlatformId === line.orderLinePlatformId))) return refused("changed");
    for (const part of moves) {
      for (const { orderLinePlatformId, quantity } of part.lines) {
        const line = from.lines.find((one) => one.orderLinePlatformId === orderLinePlatformId) as PlatformFulfillmentOrder["lines"][number];
        this.#take(from, line, quantity);
        this.#account(line.itemPlatformId, from.locationPlatformId, { available: quantity });
        this.#stand(order, { orderLinePlatformId, item: line.itemPlatformId, units: quantity, location: id(part.location) });
      }
    }
    this.#closeIfEmpty(from);
    return done;
  }

  #take(from: PlatformFulfillmentOrder, line: PlatformFulfillmentOrder["lines"][number], units: number): void {
    line.remainingQuantity -= units;
    from.updatedAt = second(this.now());
    this.#account(line.itemPlatformId, from.locationPlatformId, { committed: -units });
  }

  #closeIfEmpty(one: PlatformFulfillmentOrder): void {
    if (one.lines.every((line) => line.remainingQuantity === 0)) one.status = "closed";
  }

  ship(platformId: PlatformId, lines: readonly { orderLinePlatformId: PlatformId; quantity: number }[], number: string | null): Outcome {
    const found = this.find(platformId);
    if (!found) return refused("gone");
    const { order, fulfillmentOrder: from } = found;
    if (from.status !== "open" && from.status !== "in-progress") return refused(from.status);
    if (lines.some((line) => line.quantity > (from.lines.find((one) => one.orderLinePlatformId === line.orderLinePlatformId)?.remainingQuantity ?? 0))) return refused("too-much");
    for (const { orderLinePlatformId, quantity } of lines) {
      this.#take(from, from.lines.find((one) => one.orderLinePlatformId === orderLinePlatformId) as PlatformFulfillmentOrder["lines"][number], quantity);
    }
    const fulfillment: PlatformFulfillment = {
      platformId: this.#next("p"), fulfillmentOrderPlatformIds: [platformId], locationPlatformId: from.locationPlatformId, status: "success",
      createdAt: second(this.now()), company: null, number, url: null, lines: lines.map((line) => ({ ...line })),
    };
    order.fulfillments.push(fulfillment);
    if (from.status === "open") from.status = "in-progress";
    this.#closeIfEmpty(from);
    this.#touch(order);
    return { status: "done", platformId: fulfillment.platformId };
  }

  /** A parcel that was not sent after all: its units are to be shipped again, from where they lie. */
  cancelParcel(platformId: PlatformId): void {
    for (const order of this.orders) {
      const parcel = order.fulfillments.find((one) => one.platformId === platformId && one.status === "success");
      if (!parcel || order.order.cancelledAt !== null) continue;
      parcel.status = "cancelled";
      for (const { orderLinePlatformId, quantity } of parcel.lines) {
        const item = order.order.lines.find((line) => line.platformId === orderLinePlatformId)?.itemPlatformId ?? null;
        this.#account(item, parcel.locationPlatformId, { available: quantity });
        this.#stand(order, { orderLinePlatformId, item, units: quantity, location: parcel.locationPlatformId as PlatformId });
      }
      this.#touch(order);
    }
  }

  hold(platformId: PlatformId, handle: string | null): Outcome {
    const one = this.find(platformId)?.fulfillmentOrder;
    if (!one) return refused("gone");
    if (one.status !== "open" && one.status !== "on-hold") return refused(one.status);
    if (!one.holds.some((hold) => hold.handle === handle)) one.holds.push({ platformId: this.#next("h"), handle, reason: "other" });
    one.status = "on-hold";
    one.updatedAt = second(this.now());
    return done;
  }

  releaseHold(platformId: PlatformId, handle: string | null): Outcome {
    const one = this.find(platformId)?.fulfillmentOrder;
    if (!one) return refused("gone");
    one.holds = one.holds.filter((hold) => hold.handle !== handle);
    if (one.status === "on-hold" && one.holds.length === 0) one.status = "open";
    one.updatedAt = second(this.now());
    return done;
  }

  /** An edit: units off a line that have not been shipped, wherever they stand, or on top of it. */
  edit(platformId: PlatformId, index: number, by: number): void {
    const order = this.#order(platformId);
    const line = order.order.lines[index % order.order.lines.length];
    if (!line || line.itemPlatformId === null || order.order.cancelledAt !== null) return;
    if (by > 0) this.#assign(order, { orderLinePlatformId: line.platformId, item: line.itemPlatformId, units: by });
    const taken = by > 0 ? -by : this.#takeOff(order, line.platformId, -by);
    line.currentQuantity -= taken;
    this.#touch(order);
  }

  /** What an edit does on some platforms: each part that is not held is closed, and a new one with the same goods stands in its place. */
  rebuild(platformId: PlatformId): void {
    const order = this.#order(platformId);
    for (const old of order.fulfillmentOrders.filter((one) => one.status === "open" || one.status === "in-progress")) {
      const made = this.#openAt(order, old.locationPlatformId as PlatformId);
      made.lines = old.lines.filter((line) => line.remainingQuantity > 0).map((line) => ({ ...line, platformId: this.#next("fl"), totalQuantity: line.remainingQuantity }));
      for (const line of old.lines) line.remainingQuantity = 0;
      old.status = "closed";
      old.updatedAt = second(this.now());
    }
    this.#touch(order);
  }

  /** Money back for units of a line: those that have left come back to the shelf, the others are taken off the order. */
  refund(platformId: PlatformId, index: number, units: number): void {
    const order = this.#order(platformId);
    const line = order.order.lines[index % order.order.lines.length];
    const parcel = order.fulfillments.find((one) => one.status === "success" && one.lines.some((each) => each.orderLinePlatformId === line?.platformId));
    if (!line || units < 1 || order.order.cancelledAt !== null) return;
    const sent = Math.min(units, parcel ? sum(parcel.lines, line.platformId) : 0, line.currentQuantity);
    const back = parcel ? sent : this.#takeOff(order, line.platformId, units);
    if (back === 0) return;
    if (parcel) this.#account(line.itemPlatformId, parcel.locationPlatformId, { available: back });
    line.currentQuantity -= back;
    order.refunds.push({
      platformId: this.#next("r"), createdAt: second(this.now()), totalMinor: back * line.unitPriceMinor, presentmentTotalMinor: back * line.unitPriceMinor,
      lines: [{ orderLinePlatformId: line.platformId, quantity: back, restock: parcel ? "return" : "cancel", locationPlatformId: parcel?.locationPlatformId ?? null }],
    });
    this.#touch(order);
  }

  #takeOff(order: ModelOrder, orderLine: PlatformId | null, units: number): number {
    let left = units;
    for (const one of order.fulfillmentOrders) {
      if (one.status === "closed") continue;
      for (const line of one.lines) {
        const taken = orderLine === null || line.orderLinePlatformId === orderLine ? Math.min(left, line.remainingQuantity) : 0;
        this.#take(one, line, taken);
        this.#account(line.itemPlatformId, one.locationPlatformId, { available: taken });
        left -= taken;
      }
      this.#closeIfEmpty(one);
    }
    return units - left;
  }

  cancel(platformId: PlatformId): void {
    const order = this.#order(platformId);
    if (order.order.cancelledAt !== null || order.fulfillments.some((one) => one.status === "success")) return;
    this.#takeOff(order, null, Number.MAX_SAFE_INTEGER);
    order.order.cancelledAt = second(this.now());
    this.#touch(order);
  }

  reportProgress(platformId: PlatformId): Outcome {
    const one = this.find(platformId)?.fulfillmentOrder;
    if (one?.status !== "open") return refused(one?.status ?? "gone");
    one.status = "in-progress";
    return done;
  }

  #touch({ order }: ModelOrder): void {
    order.updatedAt = second(this.now());
  }

  /** What a connector does with an intent. */
  perform(intent: Intent): Outcome {
    switch (intent.kind) {
      case "place": return this.move(intent.fulfillmentOrderPlatformId, intent.parts.map((part) => ({ location: part.locationPlatformId, lines: part.lines })));
      // Parts of this platform never say that they can be merged.
      case "merge": return refused("not-allowed");
      case "hold": return this.hold(intent.fulfillmentOrderPlatformId, intent.handle);
      case "release-hold": return this.releaseHold(intent.fulfillmentOrderPlatformId, intent.handle);
      case "report-progress": return this.reportProgress(intent.fulfillmentOrderPlatformId);
      case "ship": return this.ship(intent.fulfillmentOrderPlatformId, intent.lines, intent.tracking.number);
      case "track": return done;
      // Acts of a person, which the random histories leave to the person.
      default: return refused("not-modelled");
    }
  }
}

const done: Outcome = { status: "done", platformId: null };
const refused = (code: string): Outcome => ({ status: "refused", code, words: `The platform says ${code}.` });

const sum = (lines: readonly { orderLinePlatformId: PlatformId; quantity: number }[], line: PlatformId): number =>
  lines.reduce((total, one) => total + (one.orderLinePlatformId === line ? one.quantity : 0), 0);

const level = (location: string): PlatformLevel => ({
  locationPlatformId: id(location), active: true, onHand: 0, available: 0, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0,
});

export const platformItem = ({ name, tracked, continueSelling }: ModelItem): PlatformItem => ({
  platformId: id(name), variantPlatformId: id(`v-${name}`), productPlatformId: null, sku: name, title: name, tracked, continueSelling,
  requiresShipping: true, weightGrams: 500, productTags: [], productType: "", updatedAt: 1,
});

const plainOrder = (platformId: PlatformId, at: Instant): PlatformOrder => ({
  platformId, name: `#${platformId}`, source: "online", financialStatus: "paid", currency: "USD", totalMinor: 1000, presentmentCurrency: "USD", presentmentTotalMinor: 1000, customerPlatformId: null, tags: [], customerTags: [], test: false, placedAt: at,
  updatedAt: at, cancelledAt: null, lines: [], contact: null,
  shipTo: { countryCode: "US", provinceCode: "NV", postalCode: "89501", latitude: null, longitude: null },
});
