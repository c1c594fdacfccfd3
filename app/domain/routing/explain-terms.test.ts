import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId, type LocationId, type OrderLineId } from "../ids";
import { formatMinor } from "../money";
import { explain } from "./explain";
import { DEFAULT_POLICY } from "./policy";
import { certificateByForce, fullProblemArbitrary } from "./testing-terms";
import type { Certificate, CostTerms, Obstacle, RoutingLocation, RoutingProblem, StockRow } from "./types";

const NAMES = { location: (id: string) => `Place ${id}`, item: (id: string) => `Thing ${id}`, rule: (id: string) => `Rule ${id}` };

type Shelf = Partial<RoutingLocation> & { rows: Record<string, Partial<StockRow>> };

function problemOf(lines: { item: string; units: number; together?: string }[], shelves: Record<string, Shelf>, more: Partial<RoutingProblem> = {}): RoutingProblem {
  return {
    policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD",
    lines: lines.map(({ item, ...line }) => ({ lineId: toId<OrderLineId>(`line ${item}`), itemId: toId<ItemId>(item), gramsPerUnit: 300, ...line })),
    locations: Object.entries(shelves).map(([name, { rows, ...location }]) => ({
      locationId: toId<LocationId>(name), distanceKm: 200, zone: 1, excluded: null, ...location,
      stock: Object.entries(rows).map(([item, row]) => ({ itemId: toId<ItemId>(item), units: 9, ...row })),
    })),
    ...more,
  };
}

const tell = (certificate: Certificate): string[] => explain(certificate, { location: String, item: String, rule: (id) => ({ batteries: "Batteries only from Newark", whole: "Ship complete", shops: "Shops ship little" })[id] ?? id }).sentences;
const routed = (problem: RoutingProblem): string[] => tell(certificateByForce(problem)!);

describe("explain, on all that an order may cost and obey", () => {
  it("says what labour, lateness, carbon, scarce and kept stock and risk cost", () => {
    const told = routed(problemOf([{ item: "cap", units: 2 }], {
      Soho: { charges: { labourMinor: 40, latenessMinor: 400, riskMinor: 30 }, lateDays: 2, rows: { cap: { units: 3, labourMinor: 5, scarcityMinor: 35, keep: { units: 2, minor: 100 } } } },
    }, { carbon: { microMinorPerKgKm: 200_000 } }));
    expect(told.slice(1, 4)).toEqual([
      "Of this, $0.50 for labour, $0.40 for carbon, $0.70 for stock kept back for orders to come and $0.30 for the risk of a rejection or a miscount.",
      "The parcel from Soho arrives 2 working days after the promise, which counts $4.00.",
      "It takes 1 unit of cap that Soho keeps for its own customers, which counts $1.00.",
    ]);
  });

  it("names rules as the merchant does", () => {
    const told = routed(problemOf([{ item: "cap", units: 1, together: "g" }, { item: "cell", units: 1, together: "g" }], {
      Miami: { excluded: "rule", ruleId: "batteries", rows: { cap: {}, cell: {} } },
      Newark: { rows: { cap: {}, cell: {} } },
      Reno: { rows: { cap: {}, cell: { units: 0, barred: { units: 4, ruleId: "batteries" } } } },
      Soho: { unitsMax: { units: 1, ruleId: "shops" }, rows: { cap: {}, cell: {} } },
    }, { parcels: { max: 1, ruleId: "whole" } }));
    expect(told.slice(1)).toEqual([
      "It may leave in one parcel only: rule “Ship complete”.", "Cap and cell leave together: rule “g”.", "No other choice of locations was found.",
      "Left out: Miami may not ship it: rule “Batteries only from Newark”.",
      "Limits: Reno may not ship cell: rule “Batteries only from Newark”; Soho ships at most 1 unit of an order: rule “Shops ship little”.",
    ]);
  });

  it("calls a rule by its id where nobody knows its name", () => {
    const certificate = certificateByForce(problemOf([{ item: "cap", units: 1 }], { Miami: { excluded: "rule", ruleId: "r-7", rows: { cap: {} } }, Reno: { rows: { cap: {} } } }))!;
    expect(explain(certificate, { location: String, item: String }).sentences.at(-1)).toBe("Left out: Miami may not ship it: rule “r-7”.");
  });

  it("does not say that nobody has what somebody may not ship", () => {
    const lines = [{ item: "cap", units: 1 }, { item: "cell", units: 1 }];
    const barred = { units: 0, barred: { units: 5, ruleId: "batteries" } };
    expect(routed(problemOf(lines, { Newark: { rows: { cell: {} } }, Reno: { rows: { cap: {}, cell: barred } } }))[1]).toBe("One parcel was not possible: no location may ship both items.");
    expect(routed(problemOf(lines, { Newark: { rows: { cell: {} } }, Reno: { rows: { cap: {} } } }))[1]).toBe("One parcel was not possible: no location has both items.");
    const soho = { Soho: { unitsMax: { units: 1, ruleId: "shops" }, rows: { cap: {}, cell: {} } }, Tahoe: { rows: { cell: {} } } };
    expect(routed(problemOf(lines, soho))[1]).toBe("One parcel was not possible: no location may ship both items.");
  });

  const refused = (problem: RoutingProblem, obstacle: Obstacle): string[] => tell({ outcome: "unroutable", version: 1, problem, shortages: [], obstacles: [obstacle] });
  const two = problemOf([{ item: "cap", units: 1, together: "g" }, { item: "cell", units: 2, together: "g" }], {});

  it("says what stands in the way of an order that is in stock", () => {
    expect(refused(two, { kind: "parcels", max: 1, ruleId: "whole" })).toEqual([
      "All items are in stock, but they may not ship as they stand there.", "It may leave in one parcel only, but its stock stands in more places: rule “Ship complete”.",
    ]);
    expect(refused(two, { kind: "parcels", max: 2, ruleId: "whole", unproved: true })[1]).toBe("It may leave in two parcels at most, but no such plan was found; the search ended at its limit: rule “Ship complete”.");
    expect(refused(two, { kind: "together", group: "g", lineIds: [] })[1]).toBe("Cap and cell must leave together, but no location may ship both items in full: rule “g”.");
    expect(refused(two, { kind: "combined" })[1]).toBe("No plan keeps all rules with the stock as it is.");
    expect(refused(two, { kind: "combined", unproved: true })[1]).toBe("No plan was found that keeps all rules with the stock as it is; the search ended at its limit.");
  });

  it("says where goods are that rules keep from shipping", () => {
    const problem = problemOf([{ item: "cell", units: 9 }], {
      Reno: { rows: { cell: { units: 0, barred: { units: null, ruleId: "batteries" } } } }, Soho: { unitsMax: { units: 2, ruleId: "shops" }, rows: { cell: { units: 5 } } },
    });
    const itemId = toId<ItemId>("cell");
    const sentences = tell({
      outcome: "unroutable", version: 1, problem, shortages: [{ itemId, wantedUnits: 9, offeredUnits: 2, elsewhere: [
        { locationId: toId<LocationId>("Reno"), units: 9, reason: "rule", ruleId: "batteries" }, { locationId: toId<LocationId>("Soho"), units: 3, reason: "rule", ruleId: "shops" },
      ] }],
    });
    expect(sentences[1]).toBe("cell: 9 units are wanted, only 2 are available. Reno has any number but may not ship it: rule “Batteries only from Newark” and Soho has 3 more but ships at most 2 units of an order: rule “Shops ship little”.");
  });
});

describe("the amounts in sentences", () => {
  const TERM_WORDS: Partial<Record<keyof CostTerms, RegExp>> = {
    labourMinor: /(\$\d+\.\d\d) for labour/, carbonMinor: /(\$\d+\.\d\d) for carbon/, riskMinor: /(\$\d+\.\d\d) for the risk/,
  };
  const minorOf = (text: string): number => Math.round(Number(text.replace("$", "")) * 100);
  const sumOf = (sentences: string[], words: RegExp): number => sentences.reduce((sum, told) => sum + minorOf(words.exec(told)?.[1] ?? "0"), 0);

  it("are the certificate's, each of them, and add up", () => {
    const seen = new Set<string>();
    fc.assert(fc.property(fullProblemArbitrary({ locations: 3, lines: 3, units: 2 }), (problem) => {
      const certificate = certificateByForce(problem);
      if (certificate === null || certificate.plan.parcels === 0) return;
      const { plan } = certificate;
      const told = explain(certificate, NAMES);
      const own = told.sentences.filter((each) => !/^(Next best|Equally good|One parcel from \S+ \S+ would)/.test(each));
      for (const [key, words] of Object.entries(TERM_WORDS)) expect(sumOf(own, words), key).toBe(plan.terms[key as keyof CostTerms] ?? 0);
      expect(sumOf(own, /arrives .*, which counts (\$\d+\.\d\d)/)).toBe(plan.terms.latenessMinor ?? 0);
      expect(sumOf(own, /(\$\d+\.\d\d) for stock kept back/) + sumOf(own, /own customers, which counts (\$\d+\.\d\d)/)).toBe(plan.terms.scarcityMinor ?? 0);
      expect(told.sentences[0]).toContain(` ${formatMinor(plan.costMinor, "USD")}, the least`);
      expect(told.terms.reduce((sum, term) => sum + term.minor, 0)).toBe(plan.costMinor);
      for (const [at, other] of told.alternatives.entries()) {
        const differences = [...other.reason.matchAll(/(\$\d+\.\d\d) (more|less) for/g)].map(([, amount, which]) => minorOf(amount!) * (which === "more" ? 1 : -1));
        if (other.extraMinor > 0) expect(differences.reduce((sum, minor) => sum + minor, 0)).toBe(other.extraMinor);
        expect([other.costMinor, other.extraMinor]).toEqual([certificate.rejected[at]?.plan.costMinor, certificate.rejected[at]?.extraMinor]);
      }
      told.terms.forEach((term) => seen.add(term.name));
    }), { numRuns: 1_000 });
    expect(seen.size).toBe(8);
  });

  it("stand in plain sentences", () => {
    fc.assert(fc.property(fullProblemArbitrary({ locations: 3, lines: 3, units: 2 }), (problem) => {
      const certificate = certificateByForce(problem);
      if (certificate === null) return;
      const told = explain(certificate, NAMES).sentences;
      for (const each of told) expect(each).toMatch(/^[A-Z][^!]*\.$/);
      expect(new Set(told).size).toBe(told.length);
      expect(told.join(" ")).not.toMatch(/undefined|NaN|null|Infinity| {2}|\b1 units|-\$|\b1 working days/);
    }), { numRuns: 500 });
  });
});
