import fc from "fast-check";
import { expect } from "vitest";
import type { Delivery, Outcome } from "../../app/domain/messages";
import type { StockAdjustment } from "../../app/domain/inventory/decide-stock-act";
import type { ActResult } from "../../app/flows/acts";
import { adjustStock, moveStock, setStockRule } from "../../app/flows/stock-acts";
import { pause, pick } from "./command";
import { type HandAct, type HandCell, type LedgerModel, onHandOf } from "./ledger-model";
import { wait, type LedgerMove, type LedgerRun } from "./ledger-run";

/** What people do to stock by hand: asked for here, carried out by the platform, and heard of once or twice. */

/** A call that takes longer is taken for lost and made again, which is not what this machine is about. */
const LEASE_MS = 120_000;

const WORDS: Record<HandCell, StockAdjustment["state"] & ("available" | "damaged" | "safety-stock" | "quality-control")> = {
  available: "available", damaged: "damaged", safetyStock: "safety-stock", qualityControl: "quality-control",
};
const handCell = fc.constantFrom<HandCell>("available", "available", "damaged", "safetyStock", "qualityControl");
const at = fc.record({ item: fc.constantFrom("mug", "tee"), place: fc.constantFrom("east", "west") });

const ask = ({ house }: LedgerRun, { item, place }: { item: string; place: string }) =>
  ({ store: house.world.store, actor: "person:1", itemId: house.world.itemId(item), locationId: house.world.locationId(place) });

/** `field`: what a person has to change; "ok": it was done. */
const told = (result: ActResult): string => (result.ok ? "ok" : (result.field ?? "it"));

const asked = (model: LedgerModel, act: Pick<HandAct, "item" | "place" | "moves" | "follows">): void => {
  model.acts.push({ ...act, status: "waiting", sentAt: 0, doneAt: 0, posted: false });
};

const adjust = fc.record({ at, cell: fc.oneof(handCell, fc.constant("onHand" as const)), counted: fc.boolean(), units: fc.integer({ min: -3, max: 6 }), expected: fc.option(fc.integer({ min: 0, max: 6 })), ms: pause })
  .map(({ at: { item, place }, cell, counted, units, expected, ms }): LedgerMove => ({
    words: `a person ${counted ? `counts ${units}` : `adds ${units}`} ${cell} ${item}s at ${place}${expected === null ? "" : `, having seen ${expected}`}, after ${ms} ms`,
    play: async (model, real) => {
      wait(model, real, ms);
      const shelf = model.shelf(item, place);
      const here = cell === "onHand" ? onHandOf(shelf) : shelf[cell];
      const change = counted ? units - here : units;
      const moved: HandCell = cell === "onHand" ? "available" : cell;
      const verdict = (): string => {
        if (!shelf.stocked) return "locationId";
        if (counted && units < 0) return "counted";
        if (!counted && units === 0) return "delta";
        if (expected !== null && expected !== here) return counted ? "counted" : "delta";
        return change !== 0 && moved !== "available" && shelf[moved] + change < 0 ? "delta" : "ok";
      };
      const result = await adjustStock(real.house.ctx, {
        ...ask(real, { item, place }), state: cell === "onHand" ? "on-hand" : WORDS[cell], delta: counted ? null : units, counted: counted ? units : null, expected, reason: "correction", note: "",
      });
      expect(told(result)).toBe(verdict());
      if (result.ok && change !== 0) asked(model, { item, place, moves: { [moved]: change }, follows: false });
    },
  }));

const move = fc.record({ at, from: handCell, to: handCell, units: fc.integer({ min: 0, max: 3 }), ms: pause }).map(({ at: { item, place }, from, to, units, ms }): LedgerMove => ({
  words: `a person moves ${units} ${item}s at ${place} from ${from} to ${to}, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    const shelf = model.shelf(item, place);
    const verdict = !shelf.stocked ? "locationId" : from === to ? "to" : units === 0 || units > shelf[from] ? "units" : "ok";
    const result = await moveStock(real.house.ctx, { ...ask(real, { item, place }), from: WORDS[from], to: WORDS[to], units, reason: "correction", note: "" });
    expect(told(result)).toBe(verdict);
    if (result.ok) asked(model, { item, place, moves: { [from]: -units, [to]: units }, follows: false });
  },
}));

const rule = fc.record({ at, units: fc.option(fc.nat({ max: 4 })), ms: pause }).map(({ at: { item, place }, units, ms }): LedgerMove => ({
  words: `a person wants ${units ?? "no"} ${item}s set aside at ${place}, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    const shelf = model.shelf(item, place);
    const missing = units === null ? 0 : units - shelf.safetyStock;
    const verdict = units !== null && !shelf.stocked ? "locationId" : units !== null && missing > shelf.available ? "safetyStockUnits" : "ok";
    const result = await setStockRule(real.house.ctx, { ...ask(real, { item, place }), lowStockUnits: null, safetyStockUnits: units, note: "" });
    expect(told(result)).toBe(verdict);
    if (!result.ok) return;
    model.rules.set(`${item} at ${place}`, units);
    if (missing !== 0) asked(model, { item, place, moves: { available: -missing, safetyStock: missing }, follows: true });
  },
}));

/** Acts on one shelf pass one after the other; the longest waiting goes first. */
const nextAct = ({ acts }: LedgerModel): HandAct | undefined =>
  acts.find((act) => act.status === "waiting" && !acts.some((other) => other.status === "sent" && other.item === act.item && other.place === act.place));

/** Units that are set aside are computed when it is sent: from the rule, and from what is there then. */
const settleMoves = (model: LedgerModel, act: HandAct): void => {
  const wanted = model.rules.get(`${act.item} at ${act.place}`) ?? null;
  if (!act.follows || wanted === null) return;
  const shelf = model.shelf(act.item, act.place);
  const missing = Math.min(wanted - shelf.safetyStock, Math.max(0, shelf.available));
  act.moves = { available: -missing, safetyStock: missing };
};

/** Outcomes that have come and may be heard, again and again. */
const outcomes = new WeakMap<LedgerRun, { act: number; delivery: Delivery }[]>();
const outcomesOf = (real: LedgerRun): { act: number; delivery: Delivery }[] => {
  const known = outcomes.get(real) ?? [];
  outcomes.set(real, known);
  return known;
};

const sendNext = async (model: LedgerModel, real: LedgerRun): Promise<void> => {
  const act = nextAct(model);
  const sent = await real.house.send();
  if (!act) return expect(sent.status).toBe("nothing-due");
  settleMoves(model, act);
  const nothing = Object.values(act.moves).every((units) => units === 0);
  expect(sent.status).toBe(nothing ? "done-already" : "sent");
  act.status = nothing ? "done" : "sent";
  act.sentAt = model.now;
  act.doneAt = nothing ? model.now : 0;
  if (sent.status === "done-already") outcomesOf(real).push({ act: model.acts.indexOf(act), delivery: sent.outcome });
};

const isLost = ({ acts, now }: LedgerModel, ms: number): boolean => acts.some((act) => act.status === "sent" && now + ms >= act.sentAt + LEASE_MS);

const send = fc.record({ ms: pause }).map(({ ms }): LedgerMove => ({
  words: `what people asked for longest ago is sent to the platform, after ${ms} ms`,
  when: (model) => !isLost(model, ms),
  play: async (model, real) => {
    wait(model, real, ms);
    await sendNext(model, real);
  },
}));

const answerNext = async (model: LedgerModel, real: LedgerRun, { act, refused }: { act: HandAct; refused: boolean }): Promise<void> => {
  const { house } = real;
  const place = house.onItsWay.findIndex(({ intent }) => "itemId" in intent && house.world.itemId(act.item) === intent.itemId && house.world.locationId(act.place) === intent.locationId);
  const said: Outcome = refused ? { status: "refused", code: "no", words: "The platform says no." } : { status: "done", platformId: null };
  const delivery = await house.answer(place, said);
  act.status = refused ? "refused" : "done";
  act.doneAt = model.now;
  outcomesOf(real).push({ act: model.acts.indexOf(act), delivery });
};

const answer = fc.record({ which: fc.nat({ max: 5 }), refused: fc.integer({ min: 0, max: 3 }).map((one) => one === 0), ms: pause }).map(({ which, refused, ms }): LedgerMove => ({
  words: `the platform ${refused ? "refuses" : "has carried out"} act ${which} of those that it was sent, after ${ms} ms`,
  when: (model) => model.acts.some((act) => act.status === "sent"),
  play: async (model, real) => {
    wait(model, real, ms);
    await answerNext(model, real, { act: pick(model.acts.filter((one) => one.status === "sent"), which), refused });
  },
}));

const hear = fc.record({ which: fc.nat({ max: 11 }), ms: pause }).map(({ which, ms }): LedgerMove => ({
  words: `outcome ${which} of those that came is heard, after ${ms} ms`,
  when: (model) => model.acts.some((act) => act.status === "done" || act.status === "refused"),
  play: async (model, real) => {
    wait(model, real, ms);
    const { act, delivery } = pick(outcomesOf(real), which);
    expect(await real.house.hearOutcome(delivery)).toBe("committed");
    model.carriedOut(model.acts[act] as HandAct);
  },
}));

/** The whole way of what people asked for longest ago, with or without a reading between the answer and the news of it. */
const through = fc.record({ read: fc.option(fc.integer({ min: 0, max: 6 })), late: fc.boolean(), ms: pause }).map(({ read, late, ms }): LedgerMove => ({
  words: `what people asked for longest ago is sent and done${read === null ? "" : `, a reading ${late ? "asked for a second later" : "of the same instant"} says ${read} available`}, and it is heard of, after ${ms} ms`,
  when: (model) => nextAct(model) !== undefined && !isLost(model, ms),
  play: async (model, real) => {
    wait(model, real, ms);
    const act = nextAct(model) as HandAct;
    await sendNext(model, real);
    if (act.status === "sent") await answerNext(model, real, { act, refused: false });
    if (read !== null) {
      wait(model, real, late ? 1_000 : 0);
      const said = { [act.place]: { available: read, committed: 0, reserved: 0, damaged: 1, safetyStock: 1, qualityControl: 0, incoming: 0 } };
      expect(await real.read(act.item, said, model.now)).toBe(model.read(act.item, said, model.now) ? "committed" : "not-now");
    }
    const { delivery } = outcomesOf(real).at(-1) as { delivery: Delivery };
    expect(await real.house.hearOutcome(delivery)).toBe("committed");
    model.carriedOut(act);
  },
}));

export const actMoves = [adjust, move, rule, send, answer, hear, hear, through, through, through];
