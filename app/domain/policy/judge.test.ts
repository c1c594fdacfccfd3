import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalBytes, makeProblem } from "../routing/problem";
import { route } from "../routing/solve";
import type { Plan } from "../routing/types";
import { isHazard, matchesGoods, matchesOrder, choosesGoods } from "./condition";
import { DEFAULT_MERCHANT_POLICY } from "./defaults";
import { judge, roomsAt } from "./judge";
import { closedPairs, goods, item, level, levelsArbitrary, line, location, NOW, order, orderArbitrary, place, PLACES, policyOf, rule, rulesArbitrary, world } from "./judging.testing";
import { RoomBook } from "./room";
import type { LatenessTerms, PolicyRule } from "./types";

const at = (problem: ReturnType<typeof judge>, id: string) => problem.locations.find((one) => one.locationId === id)!;
const reasons = (problem: ReturnType<typeof judge>) => Object.fromEntries(problem.locations.map((one) => [one.locationId, one.excluded]));
const lateness = (fields: Partial<LatenessTerms>): { lateness: LatenessTerms } => ({ lateness: { ...DEFAULT_MERCHANT_POLICY.lateness, ...fields } });
const room = (id: string, day: string, taken: number) => ({ locationId: place(id), day, taken });
/** The Monday of the tests, and the days after it. */
const [MONDAY, TUESDAY, WEDNESDAY] = ["2026-03-02", "2026-03-03", "2026-03-04"] as const;

describe("an order under a policy", () => {
  test("without rules and prices is the same question as ever, byte for byte", () => {
    const asked = order();
    const plain = makeProblem({ policyVersion: 1, policy: DEFAULT_MERCHANT_POLICY.tariff, currency: "USD", lines: asked.lines, items: world().items, locations: world().locations, levels: world().levels, own: [],
      destination: { countryCode: "US", provinceCode: "CA", latitude: 37.8, longitude: -122.4 }, allowedLocationIds: null });
    expect(canonicalBytes(judge(policyOf(), asked, world()))).toBe(canonicalBytes(plain));
  });

  test("a rule about goods bars them where they stand, one about orders closes places, each with its name", () => {
    const rules = [rule("hazard", { kind: "only-from", locationIds: [place("dallas")] }, { hazard: true }), rule("east", { kind: "never-from", locationIds: [place("newark")] }, { provinces: ["US-CA"] })];
    const problem = judge(policyOf({ rules }), order({ lines: [line("battery"), line("mug")] }), world());
    expect(at(problem, "newark")).toMatchObject({ excluded: "rule", ruleId: "east" });
    expect(at(problem, "reno")).toMatchObject({ excluded: null, stock: [{ itemId: "battery", units: 0, barred: { units: 9, ruleId: "hazard" } }, { itemId: "mug", units: 9 }] });
    expect(at(problem, "dallas").stock.every((row) => row.barred === undefined)).toBe(true);
  });

  test("limits of parcels and units, and who travels together, stand in the question", () => {
    const rules = [rule("whole", { kind: "parcels-max", parcels: 1 }), rule("shop", { kind: "units-max", locationIds: [place("reno")], units: 2 }), rule("set", { kind: "together" })];
    const problem = judge(policyOf({ rules }), order(), world());
    expect(problem).toMatchObject({ parcels: { max: 1, ruleId: "whole" }, lines: [{ together: "set" }] });
    expect([at(problem, "reno").unitsMax, at(problem, "dallas").unitsMax]).toEqual([{ units: 2, ruleId: "shop" }, undefined]);
  });

  test("what is sold on below zero goes below zero in one place where it has to stay together, and nowhere that a rule bars", () => {
    const scarce = { items: [item("mug", { continueSelling: true })], levels: [level("mug", "dallas", 2), level("mug", "reno", 1), level("mug", "newark", 0)] };
    const units = (rules: PolicyRule[]) => judge(policyOf({ rules }), order({ lines: [line("mug", 3)] }), world(scarce)).locations.map((one) => one.stock[0]?.units);
    expect(units([])).toEqual([2, 0, 1]);
    expect(units([rule("whole", { kind: "parcels-max", parcels: 1 })])).toEqual([null, 0, null]);
    expect(units([rule("never", { kind: "never-from", locationIds: [place("dallas"), place("reno")] }, { productTags: ["small"] })])).toEqual([0, null, 0]);
  });

  test("labour, kept units, carbon, risk and scarcity are priced where the policy says so, and only there", () => {
    const policy = policyOf({ labour: { [place("reno")]: { perParcelMinor: 300, perUnitMinor: 40 } }, keepLast: { [place("dallas")]: { units: 2, minorPerUnit: 900 } }, carbon: { minorPerTonne: 10_000, gramsPerTonneKm: 100 },
      joint: { ...DEFAULT_MERCHANT_POLICY.joint, scarcity: true } });
    const problem = judge(policy, order(), world({ learned: new Map([[place("newark"), { riskMinor: 70, delayDays: 0 }]]), scarcityMinor: (_, id) => (id === place("newark") ? 25 : 0) }));
    expect([at(problem, "reno").charges, at(problem, "reno").stock[0], problem.carbon]).toEqual([{ labourMinor: 300 }, { itemId: "mug", units: 9, labourMinor: 40 }, { microMinorPerKgKm: 1_000 }]);
    expect(at(problem, "dallas").stock).toEqual([{ itemId: "mug", units: 9, keep: { units: 2, minor: 900 } }]);
    expect([at(problem, "newark").charges, at(problem, "newark").stock]).toEqual([{ riskMinor: 70 }, [{ itemId: "mug", units: 9, scarcityMinor: 25 }]]);
  });

  test("units that may not be there are last units, beside those that the shop keeps, and nothing learned is the same question as ever", () => {
    const policy = policyOf({ keepLast: { [place("dallas")]: { units: 2, minorPerUnit: 900 } } });
    const doubted = { riskMinor: 0, delayDays: 0, doubt: { units: 3, minor: 50 } };
    const problem = judge(policy, order(), world({ learned: new Map([[place("dallas"), doubted], [place("newark"), doubted]]) }));
    expect([at(problem, "dallas"), at(problem, "newark"), at(problem, "reno")].map((one) => one.stock[0]?.keep)).toEqual([{ units: 3, minor: 950 }, { units: 3, minor: 50 }, undefined]);
    expect(canonicalBytes(judge(policy, order(), world({ learned: new Map() })))).toBe(canonicalBytes(judge(policy, order(), world())));
  });

  test("a place without coordinates lies where its postal code does, if that is known", () => {
    const unplaced = { locations: [location("dallas", { latitude: null, longitude: null, postalCode: "75201" })], centroidOf: (country: string, postal: string) => (country === "US" && postal === "75201" ? { latitude: 32.8, longitude: -96.8 } : null) };
    const km = (fields: Partial<Parameters<typeof world>[0]>) => judge(policyOf(), order(), world({ ...unplaced, ...fields })).locations[0]?.distanceKm;
    expect(km({})).toBe(judge(policyOf(), order(), world()).locations[0]?.distanceKm);
    expect(km({ centroidOf: () => null })).not.toBe(km({}));
  });
});

describe("the promise", () => {
  const days = (fields: Partial<LatenessTerms>, asked = order(), about = world()) => judge(policyOf(lateness(fields)), asked, about).locations.map((one) => one.lateDays ?? 0);
  /** From California Reno is in zone 1, Dallas in zone 5, Newark in zone 7: 2, 5 and 6 weekdays on the road. */
  test("is missed by the weekdays between the promised and the arriving day, at their price", () => {
    expect(days({ promiseDays: 4 })).toEqual([1, 2, 0]);
    const problem = judge(policyOf(lateness({ promiseDays: 4, perDayMinor: 250 })), order(), world());
    expect(problem.locations.map((one) => one.charges)).toEqual([{ latenessMinor: 250 }, { latenessMinor: 500 }, undefined]);
    expect(days({ promiseDays: null })).toEqual([0, 0, 0]);
  });

  test("cut-off, lead time, the weekend and holidays each put a parcel off", () => {
    expect(days({ promiseDays: 4 }, order(), world({ now: Date.parse("2026-03-02T19:01:00Z") }))).toEqual([2, 3, 0]);
    expect(days({ promiseDays: 4, leadDays: { [place("reno")]: 3 } })).toEqual([1, 2, 1]);
    const holiday = (id: (typeof PLACES)[number]) => location(id, { calendar: { cutOff: "14:00", timeZone: "America/New_York", workdays: [1, 2, 3, 4, 5], holidays: [MONDAY] } });
    expect(days({ promiseDays: 4 }, order(), world({ locations: PLACES.map(holiday) }))).toEqual([2, 3, 0]);
    expect(days({ promiseDays: 4 }, order(), world({ learned: new Map([[place("dallas"), { riskMinor: 0, delayDays: 2 }]]) }))).toEqual([3, 2, 0]);
  });

  test("of the platform goes first: by when it shall have left", () => {
    expect(days({ promiseDays: 1 }, order({ fulfillBy: NOW }))).toEqual([0, 0, 0]);
    expect(days({ promiseDays: null }, order({ fulfillBy: NOW }), world({ now: NOW + 3 * 86_400_000 }))).toEqual([3, 3, 3]);
  });
});

describe("the room of a day", () => {
  const full = (taken: number, fields = {}) => world({ locations: [location("dallas"), location("newark"), location("reno", { dailyParcels: 5 })], rooms: new RoomBook([room("reno", MONDAY, taken)]), ...fields });

  test("closes a place for the day, where lateness has no price", () => {
    expect([full(4), full(5)].map((about) => reasons(judge(policyOf(), order(), about))["reno"])).toEqual([null, "at-capacity"]);
    expect(reasons(judge(policyOf(), order(), full(5, { mayBePutOff: true })))["reno"]).toBeNull();
  });

  test("puts a parcel off to the next day that has some, where days late have a price", () => {
    const policy = policyOf(lateness({ promiseDays: 2, perDayMinor: 100 }));
    expect(at(judge(policy, order(), full(4)), "reno").lateDays).toBeUndefined();
    expect(at(judge(policy, order(), full(5)), "reno")).toMatchObject({ excluded: null, lateDays: 1, charges: { latenessMinor: 100 } });
    const twice = full(5, { rooms: new RoomBook([room("reno", MONDAY, 5), room("reno", TUESDAY, 6)]) });
    expect(roomsAt(policy, order(), twice)).toEqual(new Map([["reno", { locationId: "reno", day: WEDNESDAY }]]));
  });

  test("that an order has taken is free for itself, and a place that sends nothing has none", () => {
    const own = { rooms: [{ locationId: place("reno"), day: MONDAY }] };
    expect([...roomsAt(policyOf(), order(own), full(5)).values()]).toEqual(own.rooms);
    expect(reasons(judge(policyOf(), order(), world({ locations: PLACES.map((id) => location(id, { dailyParcels: 0 })), mayBePutOff: true })))).toEqual({ dallas: "at-capacity", newark: "at-capacity", reno: "at-capacity" });
  });

  test("is exhausted when no day within the time has any", () => {
    const rooms = new RoomBook(Array.from({ length: 30 }, (_, index) => room("reno", new Date(NOW + index * 86_400_000).toISOString().slice(0, 10), 5)));
    expect(reasons(judge(policyOf(), order(), full(5, { rooms, mayBePutOff: true })))["reno"]).toBe("at-capacity");
  });
});

/** What a rule forbids, said once more and independently of the evaluator: by looking at the plan. */
const breaks = ({ when, then, on }: PolicyRule, plan: Plan, asked: ReturnType<typeof order>): boolean => {
  if (!on || !matchesOrder(when, asked)) return false;
  const itemOf = new Map(asked.lines.map((one) => [one.lineId, one.itemId]));
  const isChosen = (lineId: Plan["assignments"][number]["lineId"]) => matchesGoods(when, item(itemOf.get(lineId) ?? ""));
  if (choosesGoods(when) && !asked.lines.some((one) => isChosen(one.lineId))) return false;
  const chosen = plan.assignments.filter((one) => isChosen(one.lineId));
  switch (then.kind) {
    case "only-from": return chosen.some((one) => !then.locationIds.includes(one.locationId));
    case "never-from": return chosen.some((one) => then.locationIds.includes(one.locationId));
    case "parcels-max": return plan.parcels > then.parcels;
    case "together": return new Set(chosen.map((one) => one.locationId)).size > 1;
    case "units-max": return then.locationIds.some((id) => plan.assignments.filter((one) => one.locationId === id).reduce((sum, one) => sum + one.units, 0) > then.units);
  }
};

describe("rules and plans", () => {
  test("no plan of a judged order breaks a rule", () => {
    let routed = 0;
    fc.assert(fc.property(rulesArbitrary(4), orderArbitrary, levelsArbitrary, (rules, asked, levels) => {
      const certificate = route(judge(policyOf({ rules }), asked, world({ levels })));
      if (certificate.outcome === "unroutable") return;
      routed += 1;
      for (const one of rules) expect(breaks(one, certificate.plan, asked), JSON.stringify(one)).toBe(false);
    }), { numRuns: 500, seed: 3 });
    expect(routed).toBeGreaterThan(50);
  });

  test("a further rule opens nothing, and makes no order cheaper", () => {
    fc.assert(fc.property(rulesArbitrary(4), orderArbitrary, levelsArbitrary, (rules, asked, levels) => {
      const [before, after] = [judge(policyOf({ rules: rules.slice(1) }), asked, world({ levels })), judge(policyOf({ rules }), asked, world({ levels }))];
      expect(closedPairs(after)).toEqual(expect.arrayContaining(closedPairs(before)));
      const [wide, tight] = [route(before), route(after)];
      if (tight.outcome === "routed") expect(wide.outcome === "routed" && wide.plan.costMinor <= tight.plan.costMinor).toBe(true);
    }), { numRuns: 300 });
  });

  test("a product is dangerous by its tag, whatever the letters", () => expect([item("battery"), item("mug"), item("mug", { productTags: ["Dangerous-Goods "] })].map(isHazard)).toEqual([true, false, true]));
  test("goods without a rule's tags are left alone", () => expect(judge(policyOf({ rules: [rule("r", { kind: "only-from", locationIds: [] }, { productTags: ["x"] })] }), order({ lines: [line("mug")] }), world()).locations.every((one) => one.stock.every((row) => row.itemId !== goods("mug") || row.units === 9))).toBe(true));
});
