/**
 * A sales platform as a list of units: each unit of an order is one object that says where it is. Written from what platforms promise about
 * orders and fulfillment orders (here: parts); it knows nothing of the house.
 */
export type PartStatus = "scheduled" | "open" | "on-hold" | "in-progress" | "incomplete" | "closed" | "cancelled";
export type RequestStatus =
  | "unsubmitted" | "submitted" | "accepted" | "rejected" | "cancellation-requested" | "cancellation-accepted" | "cancellation-rejected" | "closed";

/** From each status, where a part may go. Source: Shopify, FulfillmentOrderStatus and the mutations between them. */
export const PART_STEPS: Record<PartStatus, readonly PartStatus[]> = {
  scheduled: ["open", "on-hold", "closed", "cancelled"],
  open: ["scheduled", "on-hold", "in-progress", "incomplete", "closed", "cancelled"],
  "on-hold": ["scheduled", "open", "closed", "cancelled"],
  "in-progress": ["open", "on-hold", "incomplete", "closed", "cancelled"],
  incomplete: ["closed", "cancelled"],
  closed: ["open"],
  cancelled: [],
};

/** From each request status, what is said next. Source: Shopify, FulfillmentOrderRequestStatus. */
export const REQUEST_STEPS: Record<RequestStatus, readonly RequestStatus[]> = {
  unsubmitted: ["submitted"],
  submitted: ["accepted", "rejected", "cancellation-requested"],
  accepted: ["cancellation-requested", "closed"],
  rejected: ["submitted"],
  "cancellation-requested": ["cancellation-accepted", "cancellation-rejected"],
  "cancellation-accepted": ["submitted"],
  "cancellation-rejected": ["cancellation-requested", "closed"],
  closed: ["submitted"],
};

/** `off`: taken off the order before it left. `back`: it left, and lies on the shelf again. `kept`: paid back, and with the buyer. */
export type Fate = "open" | "shipped" | "off" | "back" | "kept";

export interface Unit {
  line: string;
  item: string;
  part: string;
  parcel: string | null;
  fate: Fate;
}

export interface Part {
  name: string;
  place: string;
  status: PartStatus;
  request: RequestStatus;
  holds: { name: string; handle: string | null }[];
  updatedAt: number;
}

export interface ShopParcel {
  name: string;
  part: string;
  place: string;
  number: string | null;
  status: "success" | "cancelled";
  createdAt: number;
  units: Record<string, number>;
}

export interface Refund {
  name: string;
  createdAt: number;
  lines: { line: string; units: number; restock: "none" | "cancel" | "return"; place: string | null }[];
}

export interface ShopOrder {
  name: string;
  lines: { name: string; item: string }[];
  units: Unit[];
  parts: Part[];
  parcels: ShopParcel[];
  refunds: Refund[];
  placedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
}

/** What the platform answers when it is asked for something: "done", or why not. */
export type Answer = string;
export type Counts = Readonly<Record<string, number>>;

export const isLiving = (part: Part): boolean => part.status === "scheduled" || part.status === "open" || part.status === "on-hold" || part.status === "in-progress";
export const openUnits = (order: Pick<ShopOrder, "units">, part: Part): Unit[] => order.units.filter((unit) => unit.part === part.name && unit.fate === "open");

const second = (at: number): number => Math.floor(at / 1_000) * 1_000;

export class Shop {
  readonly orders: ShopOrder[] = [];
  /** All that lies on a shelf, sold or not: `mug at east`. */
  readonly shelves = new Map<string, number>();
  now: number;
  #names = 0;

  constructor(now: number) {
    this.now = now;
  }

  #name(kind: string): string {
    this.#names += 1;
    return `${kind}${String(this.#names).padStart(4, "0")}`;
  }

  order(name: string): ShopOrder {
    return this.orders.find((one) => one.name === name) as ShopOrder;
  }

  find(part: string): { order: ShopOrder; part: Part } | null {
    for (const order of this.orders) for (const one of order.parts) if (one.name === part) return { order, part: one };
    return null;
  }

  /** Units of a shelf that living parts wait for. */
  committed(item: string, place: string): number {
    return this.orders.flatMap((order) => order.parts.filter((part) => part.place === place && isLiving(part)).flatMap((part) => openUnits(order, part)))
      .filter((unit) => unit.item === item).length;
  }

  available(item: string, place: string): number {
    return (this.shelves.get(`${item} at ${place}`) ?? 0) - this.committed(item, place);
  }

  stock(item: string, place: string, units: number): void {
    this.shelves.set(`${item} at ${place}`, (this.shelves.get(`${item} at ${place}`) ?? 0) + units);
  }

  step(part: Part, to: PartStatus): void {
    if (part.status === to) return;
    if (!PART_STEPS[part.status].includes(to)) throw new Error(`a part does not go from ${part.status} to ${to}`);
    part.status = to;
    part.updatedAt = second(this.now);
  }

  say(part: Part, request: RequestStatus): Answer {
    if (!REQUEST_STEPS[part.request].includes(request)) return "not-allowed";
    part.request = request;
    part.updatedAt = second(this.now);
    return "done";
  }

  #touch(order: ShopOrder): void {
    order.updatedAt = second(this.now);
  }

  placeOrder(wants: readonly { item: string; units: number; place: string }[]): string {
    const at = second(this.now);
    const order: ShopOrder = { name: this.#name("o"), lines: [], units: [], parts: [], parcels: [], refunds: [], placedAt: at, updatedAt: at, cancelledAt: null };
    this.orders.push(order);
    for (const { item, units, place } of wants) {
      const line = { name: this.#name("l"), item };
      order.lines.push(line);
      for (let unit = 0; unit < units; unit += 1) order.units.push({ line: line.name, item, part: this.#partAt(order, place).name, parcel: null, fate: "open" });
    }
    return order.name;
  }

  #partAt(order: ShopOrder, place: string): Part {
    const known = order.parts.find((part) => part.place === place && part.status === "open" && part.request === "unsubmitted");
    if (known) return known;
    const made: Part = { name: this.#name("f"), place, status: "open", request: "unsubmitted", holds: [], updatedAt: second(this.now) };
    order.parts.push(made);
    return made;
  }

  #closeIfEmpty(order: ShopOrder, part: Part): void {
    part.updatedAt = second(this.now);
    if (isLiving(part) && openUnits(order, part).length === 0) this.step(part, "closed");
  }

  /** The first open units of a part, so many of each line; null where it has fewer. */
  #take(order: ShopOrder, part: Part, counts: Counts): Unit[] | null {
    const taken = Object.entries(counts).map(([line, units]) => ({ units, found: openUnits(order, part).filter((unit) => unit.line === line).slice(0, units) }));
    return taken.some((one) => one.found.length < one.units) ? null : taken.flatMap((one) => one.found);
  }

  ship(name: string, counts: Counts, number: string | null): Answer {
    const found = this.find(name);
    if (!found) return "gone";
    const { order, part } = found;
    if (part.status !== "open" && part.status !== "in-progress") return part.status;
    const units = this.#take(order, part, counts);
    if (!units || units.length === 0) return "too-much";
    const parcel: ShopParcel = { name: this.#name("p"), part: name, place: part.place, number, status: "success", createdAt: second(this.now), units: { ...counts } };
    order.parcels.push(parcel);
    for (const unit of units) {
      Object.assign(unit, { fate: "shipped", parcel: parcel.name });
      if (this.shelves.has(`${unit.item} at ${part.place}`)) this.stock(unit.item, part.place, -1);
    }
    if (part.status === "open") this.step(part, "in-progress");
    this.#closeIfEmpty(order, part);
    this.#touch(order);
    return "done";
  }

  /** It was not sent after all: what is still in it is to be shipped again, from where it lies. */
  cancelParcel(order: ShopOrder, parcel: ShopParcel): Answer {
    const inIt = order.units.filter((unit) => unit.parcel === parcel.name && unit.fate === "shipped");
    if (parcel.status !== "success" || order.cancelledAt !== null || inIt.length < Object.values(parcel.units).reduce((sum, one) => sum + one, 0)) return "not-allowed";
    parcel.status = "cancelled";
    for (const unit of inIt) {
      if (this.shelves.has(`${unit.item} at ${parcel.place}`)) this.stock(unit.item, parcel.place, 1);
      Object.assign(unit, { fate: "open", parcel: null, part: this.#partAt(order, parcel.place).name });
    }
    this.#touch(order);
    return "done";
  }

  hold(name: string, handle: string | null): Answer {
    const part = this.find(name)?.part;
    if (!part) return "gone";
    if (part.status !== "open" && part.status !== "on-hold" && part.status !== "scheduled") return part.status;
    if (!part.holds.some((one) => one.handle === handle)) part.holds.push({ name: this.#name("h"), handle });
    this.step(part, "on-hold");
    return "done";
  }

  release(name: string, handle: string | null): Answer {
    const part = this.find(name)?.part;
    if (!part) return "gone";
    part.holds = part.holds.filter((one) => one.handle !== handle);
    part.updatedAt = second(this.now);
    if (part.status === "on-hold" && part.holds.length === 0) this.step(part, "open");
    return "done";
  }

  /** Units of one part to other places; what is not named stays. Each goes to a part of its own there, or to one that is open. */
  move(name: string, moves: readonly { place: string; counts: Counts }[]): Answer {
    const found = this.find(name);
    if (!found) return "gone";
    const { order, part } = found;
    if (part.status !== "open") return part.status;
    if (part.request !== "unsubmitted" && part.request !== "rejected" && part.request !== "cancellation-accepted") return "requested";
    for (const { place, counts } of moves) {
      if (place === part.place) continue;
      const units = this.#take(order, part, counts);
      if (!units) return "changed";
      for (const unit of units) unit.part = this.#partAt(order, place).name;
    }
    this.#closeIfEmpty(order, part);
    return "done";
  }

  /** So many units of a part become a part of their own at the same place. */
  split(name: string, counts: Counts): Answer {
    const found = this.find(name);
    if (!found || found.part.status !== "open") return "not-allowed";
    const { order, part } = found;
    const units = this.#take(order, part, counts);
    if (!units || units.length === 0 || units.length === openUnits(order, part).length) return "not-allowed";
    const made: Part = { ...part, name: this.#name("f"), holds: [], updatedAt: second(this.now) };
    order.parts.push(made);
    for (const unit of units) unit.part = made.name;
    part.updatedAt = second(this.now);
    return "done";
  }

  merge(name: string, others: readonly string[]): Answer {
    const found = this.find(name);
    const parts = others.map((one) => found?.order.parts.find((part) => part.name === one));
    if (!found || found.part.status !== "open" || parts.some((part) => part?.status !== "open" || part.place !== found.part.place)) return "not-allowed";
    for (const unit of found.order.units) if (others.includes(unit.part) && unit.fate === "open") unit.part = name;
    for (const part of parts as Part[]) this.#closeIfEmpty(found.order, part);
    found.part.updatedAt = second(this.now);
    return "done";
  }

  /** The third party, or a person, will not ship the rest of it: that stands in a part of its own again. */
  giveUp(order: ShopOrder, part: Part): Answer {
    if (part.status !== "open" && part.status !== "in-progress") return "not-allowed";
    const rest = openUnits(order, part);
    this.step(part, "incomplete");
    if (part.request === "accepted" || part.request === "cancellation-rejected") this.say(part, "closed");
    for (const unit of rest) unit.part = this.#partAt(order, part.place).name;
    return "done";
  }

  edit(order: ShopOrder, line: { name: string; item: string }, change: { by: number; place: string }): Answer {
    if (order.cancelledAt !== null) return "not-allowed";
    for (let unit = 0; unit < change.by; unit += 1) order.units.push({ line: line.name, item: line.item, part: this.#partAt(order, change.place).name, parcel: null, fate: "open" });
    if (change.by < 0) this.#takeOff(order, line.name, -change.by);
    this.#touch(order);
    return "done";
  }

  #takeOff(order: ShopOrder, line: string | null, units: number): number {
    const living = new Map(order.parts.filter(isLiving).map((part) => [part.name, part]));
    const taken = order.units.filter((unit) => unit.fate === "open" && (line === null || unit.line === line) && living.has(unit.part)).slice(0, units);
    for (const unit of taken) unit.fate = "off";
    for (const name of new Set(taken.map((unit) => unit.part))) this.#closeIfEmpty(order, living.get(name) as Part);
    return taken.length;
  }

  /** Money back: for units that have left, which come back to the shelf or stay with the buyer, or for units that have not. */
  refund(order: ShopOrder, line: { name: string; item: string }, said: { units: number; restock: boolean }): Answer {
    const sent = order.units.filter((unit) => unit.line === line.name && unit.fate === "shipped").slice(0, said.units);
    const [first] = sent;
    const refund: Refund = { name: this.#name("r"), createdAt: second(this.now), lines: [] };
    if (first) {
      const parcel = order.parcels.find((one) => one.name === first.parcel) as ShopParcel;
      const same = sent.filter((unit) => unit.parcel === parcel.name);
      for (const unit of same) unit.fate = said.restock ? "back" : "kept";
      if (said.restock && this.shelves.has(`${line.item} at ${parcel.place}`)) this.stock(line.item, parcel.place, same.length);
      refund.lines.push({ line: line.name, units: same.length, restock: said.restock ? "return" : "none", place: said.restock ? parcel.place : null });
    } else {
      const taken = this.#takeOff(order, line.name, said.units);
      if (taken === 0) return "not-allowed";
      refund.lines.push({ line: line.name, units: taken, restock: "cancel", place: null });
    }
    order.refunds.push(refund);
    this.#touch(order);
    return "done";
  }

  cancel(order: ShopOrder): Answer {
    if (order.cancelledAt !== null) return "not-allowed";
    this.#takeOff(order, null, Number.MAX_SAFE_INTEGER);
    order.cancelledAt = second(this.now);
    this.#touch(order);
    return "done";
  }
}
