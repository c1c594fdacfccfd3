import fc from "fast-check";
import { expect } from "vitest";
import type { FulfillmentOrderId, LocationId, OrderLineId } from "../../app/domain/ids";
import type { Act } from "../../app/domain/orders/decide-act";
import type { LevelRecord } from "../../app/domain/records";
import { pause, pick, type Move } from "./command";
import { isOurs, MANUAL, type KnownOrder, type OrderModel } from "./order-model";
import type { OrderRun } from "./order-run";
import { isLiving, openUnits, type Part } from "./shop-model";

/** What people do to orders here. The model says whether they may, which field stops them, and what is asked of the platform. */

type OrderMove = Move<OrderModel, OrderRun>;

const index = fc.nat({ max: 11 });
const TRACKING = { company: null, url: null };

/** `verdict`: "ok", or the field that has to be changed; "it" where no field is to blame. */
export interface Trial {
  act: Act;
  verdict: string;
  /** Intents that the act makes: kind and part. */
  asks?: string[];
  done?(): void;
}

export type Try = (known: KnownOrder, context: { model: OrderModel; real: OrderRun; order: string; levels: Map<string, LevelRecord> }) => Trial | null;

const wait = ({ shop }: OrderModel, { house }: OrderRun, ms: number): void => {
  shop.now += ms;
  house.now += ms;
};

/** Over, or not read yet: then nothing may be done at all. */
export const isClosed = (known: KnownOrder): boolean => known.told.cancelledAt !== null || known.readAt === null;

const actMove = <Said>(words: (said: Said) => string, said: fc.Arbitrary<Said>, attempt: (said: Said) => Try): fc.Arbitrary<OrderMove> =>
  fc.record({ said, at: index, ms: pause }).map(({ said, at, ms }): OrderMove => ({
    words: `a person ${words(said)} (order ${at}), after ${ms} ms`,
    when: (model) => model.known.size > 0,
    play: async (model, real) => {
      wait(model, real, ms);
      const order = pick([...model.known.keys()], at);
      const known = model.known.get(order) as KnownOrder;
      const trial = attempt(said)(known, { model, real, order, levels: await real.levels() });
      if (!trial) return;
      const result = await real.act(order, trial.act);
      expect(result.ok ? "ok" : (result.field ?? "it"), result.ok ? "" : result.problem).toBe(isClosed(known) ? "it" : trial.verdict);
      if (!result.ok) return;
      known.version += 1;
      trial.done?.();
      const open = ((await real.openIntents([order])).get(order) ?? []).map((intent) => [intent.kind, ...intent.parts].join(" "));
      for (const asked of trial.asks ?? []) expect(open).toContain(asked);
    },
  }));

const tryHold = (reason: string): Try => (known) => {
  const living = known.told.parts.some(isLiving);
  return {
    act: { kind: "hold", reason },
    verdict: reason === "" ? "reason" : known.holdReason !== null || !living ? "it" : "ok",
    asks: known.told.parts.filter((part) => part.status === "open" || part.status === "scheduled").map((part) => `hold ${part.name}`),
    done: () => void (known.holdReason = reason),
  };
};
const hold = actMove((reason: string) => `holds it${reason === "" ? " without a reason" : ""}`, fc.constantFrom("to be checked", "to be checked", ""), tryHold);

const tryRelease: Try = (known) => {
  const held = known.told.parts.filter((part) => part.holds.some((one) => one.handle === MANUAL));
  return {
    act: { kind: "release" }, verdict: known.holdReason === null && held.length === 0 ? "it" : "ok", asks: held.map((part) => `release-hold ${part.name}`),
    done: () => void (known.holdReason = null),
  };
};
const release = actMove(() => "ends the hold", fc.constant(null), () => tryRelease);

const tryCancel: Try = (known) => ({
  act: { kind: "cancel", reason: "customer", restock: true, refund: true, notifyCustomer: false, note: "" },
  verdict: known.parcels.some((one) => one.status === "confirmed" || one.status === "requested") ? "it" : "ok",
  asks: ["cancel-order"],
});
const cancel = actMove(() => "cancels it", fc.constant(null), () => tryCancel);

const isMoving = (model: OrderModel, order: string, part: Part): boolean =>
  (model.intents.get(order) ?? []).some((intent) => (intent.kind === "place" || intent.kind === "merge") && intent.parts.includes(part.name));

const idOfPart = (real: OrderRun, part: Part): FulfillmentOrderId => real.id<FulfillmentOrderId>(part.name);

const tryShip = ({ part: at, units, number: given }: { part: number; units: number; number?: string }): Try => (known, { model, real, order }) => {
  const { told } = known;
  if (told.parts.length === 0) return null;
  const part = pick(told.parts, at);
  const line = told.lines[0]?.name ?? "";
  const left = openUnits(told, part).filter((unit) => unit.line === line).length;
  const asked = known.parcels.filter((one) => one.status === "requested" && one.part === part.name).reduce((sum, one) => sum + (one.units[line] ?? 0), 0);
  const number = given ?? real.nextNumber();
  const verdict = (): string => {
    if (known.holdReason !== null || (part.status !== "open" && part.status !== "in-progress") || isMoving(model, order, part)) return "it";
    if (units === 0) return "lines";
    return units > left - asked ? `lines.${real.id(line)}` : "ok";
  };
  return {
    act: { kind: "ship", fulfillmentOrderId: idOfPart(real, part), lines: [{ orderLineId: real.id<OrderLineId>(line), quantity: units }], tracking: { ...TRACKING, number }, notifyCustomer: false },
    verdict: verdict(), asks: [`ship ${part.name}`],
    done: () => void known.parcels.push({ platform: null, number, part: part.name, status: "requested", units: { [line]: units } }),
  };
};
const ship = actMove(({ part, units }: { part: number; units: number }) => `ships ${units} units of part ${part}`, fc.record({ part: index, units: fc.nat({ max: 3 }) }), tryShip);

const startWork = actMove((at: number) => `begins to work on part ${at}`, index, (at) => (known, { model, real, order }) => {
  if (known.told.parts.length === 0) return null;
  const part = pick(known.told.parts, at);
  return {
    act: { kind: "start-work", fulfillmentOrderId: idOfPart(real, part) }, verdict: part.status !== "open" || known.holdReason !== null || isMoving(model, order, part) ? "it" : "ok",
    asks: [`report-progress ${part.name}`],
  };
});

const changePlace = actMove(({ part, to }: { part: number; to: string }) => `sends part ${part} to ${to}`, fc.record({ part: index, to: fc.constantFrom("east", "west", "partner") }), ({ part: at, to }) =>
  (known, { real, order, levels }) => {
    const { told } = known;
    if (told.parts.length === 0) return null;
    const part = pick(told.parts, at);
    const units = openUnits(told, part);
    const enough = (item: string): boolean => {
      if (item === "card") return true;
      const level = levels.get(`${item} at ${to}`);
      const own = real.planned(order, `${item} at ${to}`);
      return level?.active === true && (item === "tee" || level.available + own >= units.filter((unit) => unit.item === item).length);
    };
    const verdict = (): string => {
      if (!isOurs(part) || units.length === 0 || known.holdReason !== null || part.status !== "open") return "it";
      return to === part.place || !units.every((unit) => enough(unit.item)) ? "locationId" : "ok";
    };
    return { act: { kind: "change-location", fulfillmentOrderId: idOfPart(real, part), locationId: real.id<LocationId>(to) }, verdict: verdict(), asks: [`place ${part.name}`] };
  });

const REQUESTS = {
  "request-fulfillment": ["unsubmitted", "rejected", "cancellation-accepted"],
  "request-cancellation": ["submitted", "accepted", "cancellation-rejected"],
} as const;

const request = (kind: keyof typeof REQUESTS) => actMove((at: number) => `asks the third party for ${kind} of part ${at}`, index, (at) => (known, { real }) => {
  if (known.told.parts.length === 0) return null;
  const part = pick(known.told.parts, at);
  const may = isLiving(part) && part.place === "partner" && (REQUESTS[kind] as readonly string[]).includes(part.request);
  return { act: { kind, fulfillmentOrderId: idOfPart(real, part), note: "" }, verdict: may ? "ok" : "it", asks: [`${kind} ${part.name}`] };
});

export const actMoves = {
  cancel,
  orders: [hold, release, ship, ship, changePlace],
  parts: [hold, release, ship, ship, startWork, startWork, changePlace, changePlace, request("request-fulfillment"), request("request-fulfillment"), request("request-cancellation")],
};

export const attempts = { hold: tryHold, release: tryRelease, cancel: tryCancel, ship: tryShip };
