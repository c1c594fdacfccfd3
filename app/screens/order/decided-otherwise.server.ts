import type { OverrideRecord, RejectionRecord } from "../../domain/experience";
import type { ItemId, LocationId } from "../../domain/ids";
import type { OrderRecord } from "../../domain/records";
import { REJECTION_WORDS } from "./event-words";

export interface ByHandView {
  title: string;
  text: string;
}

export interface TurnedDownView {
  locationId: string;
  location: string;
  /** It ships nothing of the order; else less than is wanted of something. */
  whole: boolean;
  text: string;
}

interface Naming {
  nameOf(id: LocationId | null): string;
  titleOf(id: ItemId): string;
  money(minor: number): string;
  whenOf(at: number): string;
}

const who = (actor: string): string => (actor.startsWith("person:") ? `Person ${actor.slice("person:".length)}` : "Somebody in your shop");

/** Where a person sent an order, who and why, and what that costs; null: it stands by plan. */
export function byHandView({ byHandSince }: Pick<OrderRecord, "byHandSince">, overrides: readonly OverrideRecord[], { nameOf, money, whenOf }: Naming): ByHandView | null {
  if (byHandSince === null) return null;
  const last = overrides.filter((one) => one.endedAt === null).at(-1);
  if (last === undefined) return { title: "Moved in your shop", text: `It stays where it was put ${whenOf(byHandSince)}, whatever the plan says: only what is added to it is routed.` };
  const extra = last.extraMinor === null ? "" : `: ${extraWords(last.extraMinor, money)}`;
  const why = last.reason === null ? "" : ` “${last.reason}”`;
  return { title: `Moved by hand to ${nameOf(last.toLocationId)}${extra}`, text: `${who(last.actor)}, ${whenOf(last.at)}.${why} It stays there, whatever the plan says: only what is added to it is routed.` };
}

export const extraWords = (extraMinor: number, money: (minor: number) => string): string =>
  (extraMinor === 0 ? "as cheap as the plan" : `${money(Math.abs(extraMinor))} ${extraMinor > 0 ? "more" : "less"} than the plan`);

/** Locations that this order is kept away from, in the order of when. */
export function turnedDownViews({ rejected }: Pick<OrderRecord, "rejected">, rejections: readonly RejectionRecord[], naming: Naming): TurnedDownView[] {
  const { nameOf, titleOf, whenOf } = naming;
  return [...new Set(rejected.map((one) => one.locationId))].map((locationId) => {
    const here = rejected.filter((one) => one.locationId === locationId);
    const said = rejections.filter((one) => one.locationId === locationId && one.settledAt === null).at(-1);
    const whole = here.some((one) => one.itemId === null);
    const goods = here.flatMap((one) => (one.itemId === null ? [] : [`${one.units === 0 ? "none" : `only ${one.units}`} of ${titleOf(one.itemId)}`]));
    const counts = said?.remedy === "count" ? ["A count was asked for: when somebody has counted, the order may be sent from there again."] : [];
    const reason = said === undefined ? [] : [`${who(said.actor)}, ${whenOf(said.at)}: ${REJECTION_WORDS[said.reason]}.${said.note === null ? "" : ` “${said.note}”`}`];
    return { locationId, location: nameOf(locationId), whole, text: [...reason, ...(whole || goods.length === 0 ? [] : [`It has ${goods.join(", ")}.`]), ...counts].join(" ") };
  });
}
