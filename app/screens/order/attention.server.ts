import type { OrderAggregate } from "../../db/port";
import type { LocationSettingsRecord } from "../../domain/desk";
import { toId, type LocationId } from "../../domain/ids";
import type { AttentionCode, OrderAttention } from "../../domain/records";
import type { DiffRow } from "../../ui/plain/diff";

/** Something that happened to an order, told so that a person can put it right. */
export interface AttentionView {
  id: string;
  code: AttentionCode;
  since: number;
  title: string;
  /** What it means for the order. */
  means: string;
  /** What to do, each a step. */
  todo: string[];
  /** What changed, line by line; empty where nothing was changed. */
  changes: DiffRow[];
  /** Parcels that are on their way, where that is the matter. */
  parcels: { id: string; words: string; url: string }[];
}

interface AttentionWorld {
  aggregate: OrderAggregate;
  settings: readonly LocationSettingsRecord[];
  nameOf(id: LocationId | null): string;
  /** An instant as the merchant reads it. */
  whenOf(at: number): string;
}

type Told = Omit<AttentionView, "id" | "code" | "since">;
type Teller = (attention: OrderAttention, world: AttentionWorld) => Told;

const nothing = { changes: [], parcels: [] };

const TELLERS: Record<AttentionCode, Teller> = {
  "edited-while-working": ({ detail }, { aggregate }) => ({
    ...nothing,
    title: "Changed in your shop while people were working on it",
    means: "What is being picked or packed may no longer be what the customer bought. Below is what changed.",
    todo: ["Tell whoever picks it, and put back what was taken off.", "Mark this as resolved when the parcel holds what stands under Ships from."],
    changes: changesOf(detail, aggregate),
  }),
  "cancelled-after-shipping": (_attention, { aggregate, nameOf, whenOf }) => ({
    ...nothing,
    title: "Cancelled after it had been shipped",
    means: "The customer no longer expects it, and a parcel is on its way. Nothing goes back into stock by itself.",
    todo: ["Ask the carrier to stop or return the parcel, by its number above.", "When it comes back, restock it in your shop; if it is lost, settle that with the customer.", "Mark this as resolved with what you arranged."],
    parcels: aggregate.shipments.filter((shipment) => shipment.status === "confirmed").map((shipment) => ({
      id: shipment.id, url: shipment.url ?? "",
      words: `${[shipment.company, shipment.number].filter(Boolean).join(" ") || "A parcel without tracking"}, left ${nameOf(shipment.locationId)} ${whenOf(shipment.confirmedAt ?? shipment.requestedAt)}`,
    })),
  }),
  "location-closed": ({ key, detail }, { aggregate, settings, nameOf }) => {
    const locationId = locationIn(detail) ?? aggregate.fulfillmentOrders.find((each) => each.status !== "closed" && each.status !== "cancelled")?.locationId ?? null;
    const reason = settings.find((each) => each.locationId === locationId)?.pausedReason ?? null;
    return {
      ...nothing,
      title: `${nameOf(locationId)} is closed`,
      means: `${reason === null ? "It takes no orders now" : `It takes no orders now (${reason})`}, and this order could not move away by itself.`,
      todo: isBegun(aggregate, key) ? BEGUN_TODO : MOVABLE_TODO,
    };
  },
  "request-rejected": ({ detail }, { aggregate, nameOf }) => ({
    ...nothing,
    title: `${nameOf(thirdPartyOf(detail, aggregate))} said no to fulfilling it`,
    means: `Nobody ships this part now.${saidIn(detail)}`,
    todo: ["Ask again under Ships from once the reason is gone, or change its location.", "If nobody can ship it, cancel or refund it."],
  }),
  "cancellation-rejected": ({ detail }, { aggregate, nameOf }) => ({
    ...nothing,
    title: `${nameOf(thirdPartyOf(detail, aggregate))} goes on with what should be stopped`,
    means: `It will ship, although it was asked to stop.${saidIn(detail)}`,
    todo: ["Call them if it must not leave.", "If it leaves, arrange its return with the customer and mark this as resolved."],
  }),
  "waiting-too-long": ({ detail }, { aggregate, whenOf }) => ({
    ...nothing,
    title: "It has waited longer than your policy allows",
    means: `Nothing could ship it since ${whenOf(aggregate.order.waitingSince ?? aggregate.order.placedAt)}.${detail["cancels"] === true ? " Your policy asks your shop to cancel it." : ""}`,
    todo: ["Under Why it cannot ship stands what is missing: restock it, or change its location under Ships from.", "If it will not come, write to the customer, and cancel or refund the order."],
  }),
};

const MOVABLE_TODO = ["Press Change location under Ships from to send it elsewhere, or wait until the location is open again.", "If your shop refuses the move, cancel or refund what cannot ship."];
const BEGUN_TODO = [
  "Work on it has begun there, so it stays. If the goods can still leave, press Ship under Ships from.",
  "If they cannot, set it back to open in your shop: it then goes to another location by itself. Or wait until the location is open again.",
];

/** Work has begun on the part that it is about: no platform moves it then. */
const isBegun = ({ fulfillmentOrders }: OrderAggregate, key: string): boolean =>
  fulfillmentOrders.some((each) => each.platformId === key && each.status === "in-progress" && !each.actions.includes("move"));

/** Oldest first, as the order keeps them. */
export const attentionViews = (world: AttentionWorld): AttentionView[] =>
  world.aggregate.order.attention.map((attention) => ({ id: `${attention.code}:${attention.key}`, code: attention.code, since: attention.since, ...TELLERS[attention.code](attention, world) }));

const locationIn = (detail: Record<string, unknown>): LocationId | null => (typeof detail["locationId"] === "string" ? toId<LocationId>(detail["locationId"]) : null);

const thirdPartyOf = (detail: Record<string, unknown>, { fulfillmentOrders }: OrderAggregate): LocationId | null =>
  locationIn(detail) ?? fulfillmentOrders.find((each) => each.requestStatus === "rejected" || each.requestStatus === "cancellation-rejected")?.locationId ?? null;

const saidIn = ({ words, note }: Record<string, unknown>): string => {
  const said = [words, note].find((each): each is string => typeof each === "string" && each !== "");
  return said === undefined ? "" : ` They said: “${said}”`;
};

/** What was written down when the edit was read; else what the lines themselves still tell: units that were taken off. */
function changesOf({ changes }: Record<string, unknown>, { lines }: OrderAggregate): DiffRow[] {
  const told = Array.isArray(changes) ? changes.map(readChange).filter((change) => change !== null) : [];
  if (told.length > 0) return told;
  return lines.filter((line) => line.quantity !== line.currentQuantity).map((line) => ({ id: line.id, label: line.title, before: units(line.quantity), after: units(line.currentQuantity) }));
}

function readChange(value: unknown, index: number): DiffRow | null {
  if (typeof value !== "object" || value === null || !("title" in value) || !("before" in value) || !("after" in value)) return null;
  const { title, before, after } = value;
  return typeof title === "string" && typeof before === "number" && typeof after === "number" ? { id: `change-${index}`, label: title, before: units(before), after: units(after) } : null;
}

const units = (count: number): string => (count === 0 ? "" : `${count}`);
