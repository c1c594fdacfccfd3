import { isLiving, openUnits, type Counts, type Part, type Shop, type ShopOrder, type ShopParcel, type Unit } from "./shop-model";

/** What the house must know of an order, given what it was told; in units, written from what it promises. */
export interface KnownOrder {
  /** The order as it was last told; its parts and parcels count only once it was read. */
  told: ShopOrder;
  readAt: number | null;
  /** The platform's time of the newest news. */
  newsAt: number;
  version: number;
  holdReason: string | null;
  parcels: KnownParcel[];
  cancelledOnItsWay: boolean;
  /** How often its history tells of each. */
  history: Record<"shipped" | "shipment-cancelled" | "refunded" | "cancelled", number>;
}

export interface KnownParcel {
  platform: string | null;
  number: string | null;
  part: string | null;
  status: "requested" | "confirmed" | "refused" | "cancelled";
  units: Counts;
}

/** What was decided last about where it ships from: the house's choice, which is judged and then taken over. */
export interface Choice {
  id: string;
  outcome: "routed" | "unroutable";
  status: string;
}

export interface OpenIntent {
  kind: string;
  /** The parts that it is about. */
  parts: string[];
  handle: string | null;
  waiting: boolean;
}

export const MANUAL = "switchyard-manual";
export const BACKORDER = "switchyard-backorder";

export class OrderModel {
  readonly known = new Map<string, KnownOrder>();
  readonly choices = new Map<string, Choice | null>();
  readonly intents = new Map<string, OpenIntent[]>();

  constructor(readonly shop: Shop) {}

  get now(): number {
    return this.shop.now;
  }

  copy(): OrderModel {
    return Object.assign(new OrderModel(this.shop), structuredClone({ known: this.known, choices: this.choices, intents: this.intents }));
  }

  /** A body makes an order known, and renews it as long as it was never read; then it only says that there is news. */
  hearBody(body: ShopOrder): void {
    const known = this.known.get(body.name);
    if (!known) {
      this.known.set(body.name, {
        told: structuredClone(body), readAt: null, newsAt: body.updatedAt, version: 1, holdReason: null, parcels: [], cancelledOnItsWay: false,
        history: { shipped: 0, "shipment-cancelled": 0, refunded: 0, cancelled: 0 },
      });
      return;
    }
    if (body.updatedAt <= known.newsAt) return;
    known.newsAt = body.updatedAt;
    known.version += 1;
    if (known.readAt === null) known.told = structuredClone(body);
  }

  /** A reading is the authority, unless it is older than what is known. */
  hearOrder(said: ShopOrder, askedAt: number): boolean {
    const known = this.known.get(said.name);
    if (known && isOlder(known, said, askedAt)) return false;
    const before = known ?? fresh(said);
    const wasRead = before.readAt !== null;
    before.history.refunded += wasRead ? said.refunds.length - before.told.refunds.length : 0;
    if (said.cancelledAt !== null && (!wasRead || before.told.cancelledAt === null)) before.history.cancelled += 1;
    if (this.#holdEndedElsewhere(before, said)) before.holdReason = null;
    takeParcels(before, said);
    const mayTell = known !== undefined && (before.told.cancelledAt === null || !wasRead || before.cancelledOnItsWay);
    before.cancelledOnItsWay = said.cancelledAt !== null && mayTell && onTheirWay(before, said) > 0;
    Object.assign(before, { told: structuredClone(said), readAt: askedAt, newsAt: said.updatedAt, version: before.version + 1 });
    this.known.set(said.name, before);
    return true;
  }

  /** A hold of a person ends where all its holds on the platform were ended, and none is on its way. */
  #holdEndedElsewhere(before: KnownOrder, said: ShopOrder): boolean {
    const isHeld = (part: Part): boolean => part.holds.some((hold) => hold.handle === MANUAL);
    const onItsWay = (this.intents.get(said.name) ?? []).some((intent) => intent.kind === "hold" && intent.handle === MANUAL);
    const living = said.parts.filter(isLiving);
    return before.holdReason !== null && before.readAt !== null && before.told.parts.some(isHeld) && !onItsWay && living.length > 0 && !living.some(isHeld);
  }

  /** Units that the platform keeps committed for an order: of goods that are counted, in parts that live. */
  placed(order: string): Record<string, number> {
    const known = this.known.get(order);
    const counts: Record<string, number> = {};
    if (!known || known.readAt === null) return counts;
    for (const part of known.told.parts.filter(isLiving)) {
      for (const unit of openUnits(known.told, part)) if (unit.item !== "card") counts[`${unit.line} at ${part.place}`] = (counts[`${unit.line} at ${part.place}`] ?? 0) + 1;
    }
    return counts;
  }

  statusOf(order: string, reserved: number): string {
    const known = this.known.get(order) as KnownOrder;
    const { told } = known;
    if (told.cancelledAt !== null) return "cancelled";
    if (known.holdReason !== null) return "held";
    if (known.readAt === null) return told.units.some(isBought) ? (reserved > 0 ? "allocated" : "captured") : "left";
    const left = known.parcels.some((parcel) => parcel.status === "confirmed");
    const open = told.parts.filter((part) => isLiving(part) && openUnits(told, part).length > 0);
    if (open.length === 0) return left ? "shipped" : "left";
    const ours = open.filter(isOurs);
    if (ours.length === 0) return "left";
    if (ours.some(isHeldByOthers)) return "held";
    const choice = this.choices.get(order) ?? null;
    if (ours.some(isToRoute) && choice?.outcome === "unroutable" && choice.status !== "superseded") return "backordered";
    if (left) return "partially-shipped";
    if (ours.every((part) => part.status === "in-progress")) return "released";
    if (choice?.outcome === "routed" && choice.status !== "refused") return "routed";
    return ours.some((part) => isToRoute(part) || part.status === "scheduled") ? "allocated" : "routed";
  }

  /** What a person has to look at, of what this model knows: third parties' refusals, and cancelled orders on their way. */
  attention(order: string): string[] {
    const { told, readAt, cancelledOnItsWay } = this.known.get(order) as KnownOrder;
    if (told.cancelledAt !== null) return cancelledOnItsWay ? ["cancelled-after-shipping"] : [];
    if (readAt === null) return [];
    return told.parts.filter(isLiving).flatMap((part) =>
      (part.request === "rejected" ? [`request-rejected ${part.name}`] : part.request === "cancellation-rejected" ? [`cancellation-rejected ${part.name}`] : [])).sort();
  }
}

export const isBought = (unit: Unit): boolean => unit.fate === "open" || unit.fate === "shipped";

/** Asked of nobody else. */
export const isOurs = (part: Part): boolean => isLiving(part) && (part.request === "unsubmitted" || part.request === "rejected" || part.request === "cancellation-accepted" || part.request === "closed");
/** By a person, a payment, another app, or a reason that nobody may see. */
export const isHeldByOthers = (part: Part): boolean => part.status === "on-hold" && (part.holds.length === 0 || part.holds.some((hold) => hold.handle !== BACKORDER));
/** Open, or kept back by nothing but our own waiting for stock; and not a third party's. */
export const isToRoute = (part: Part): boolean =>
  isOurs(part) && part.place !== "partner" && (part.status === "open" || (part.status === "on-hold" && !isHeldByOthers(part)));

const isOlder = (known: KnownOrder, said: ShopOrder, askedAt: number): boolean =>
  said.updatedAt < known.newsAt || (known.readAt !== null && askedAt < known.readAt)
  || (said.updatedAt === known.newsAt && known.told.cancelledAt !== null && said.cancelledAt === null);

const fresh = (said: ShopOrder): KnownOrder => ({
  told: { ...structuredClone(said), refunds: [] }, readAt: null, newsAt: 0, version: 0, holdReason: null, parcels: [], cancelledOnItsWay: false,
  history: { shipped: 0, "shipment-cancelled": 0, refunded: 0, cancelled: 0 },
});

/** A parcel is the one that was asked for here with the same goods and number, or was made elsewhere. */
const takeParcels = (known: KnownOrder, said: ShopOrder): void => {
  for (const parcel of said.parcels) {
    const same = known.parcels.filter((one) => one.platform === parcel.name);
    const found = same.find((one) => one.status !== "requested") ?? same[0] ?? known.parcels.find((one) => isAskedFor(one, parcel)) ?? elsewhere(known, parcel);
    const was = found.status;
    found.platform = parcel.name;
    found.status = parcel.status === "success" ? "confirmed" : "cancelled";
    if (found.status === "confirmed" && was !== "confirmed") known.history.shipped += 1;
    if (found.status === "cancelled" && was === "confirmed") known.history["shipment-cancelled"] += 1;
  }
};

const isAskedFor = (one: KnownParcel, parcel: ShopParcel): boolean =>
  one.platform === null && one.status === "requested" && one.number === parcel.number && countsText(one.units) === countsText(parcel.units);

const elsewhere = (known: KnownOrder, parcel: ShopParcel): KnownParcel => {
  const made: KnownParcel = { platform: null, number: parcel.number, part: null, status: "requested", units: parcel.units };
  known.parcels.push(made);
  return made;
};

export const countsText = (counts: Counts): string => Object.entries(counts).filter(([, units]) => units > 0).map(([line, units]) => `${units} ${line}`).sort().join(", ");
export const unitsIn = (counts: Counts): number => Object.values(counts).reduce((sum, units) => sum + units, 0);

const onTheirWay = (known: KnownOrder, said: ShopOrder): number => {
  const sent = known.parcels.filter((one) => one.status === "confirmed" || one.status === "requested").reduce((sum, one) => sum + unitsIn(one.units), 0);
  const back = said.refunds.flatMap((one) => one.lines).reduce((sum, line) => sum + (line.restock === "return" ? line.units : 0), 0);
  return Math.max(0, sent - back);
};
