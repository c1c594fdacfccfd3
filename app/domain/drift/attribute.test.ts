import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DriftEvidence, attribute } from "./attribute";
import { DRIFT_CAUSES, ON_TIME_MS, WAIT_FOR_MESSAGE_MS } from "./drift";
import { planted } from "./history.testing";

const FOUND = 1_000 * 3_600_000;
const CHANGED = FOUND - 600_000;

const evidence = (changes: Partial<DriftEvidence> = {}): DriftEvidence => ({
  foundBy: "comparison", foundAt: FOUND, decideBy: FOUND + WAIT_FOR_MESSAGE_MS, now: FOUND + WAIT_FOR_MESSAGE_MS, rightAt: FOUND - 900_000, changedAt: CHANGED, announced: true,
  mover: "outside", messages: [], answers: [], acts: [], beliefs: [], folds: true, takenBack: false, ...changes,
});

const message = (receivedAt: number, changes: Partial<DriftEvidence["messages"][number]> = {}) => ({ id: "m", triggeredAt: CHANGED, receivedAt, copies: 1, ...changes });

describe("the cause of a drift", () => {
  it("is the one that was planted, whatever noise is around it", () => {
    const seen = new Set<string>();
    fc.assert(fc.property(planted, ({ cause, evidence: of }) => {
      seen.add(cause);
      expect(attribute(of)).toBe(cause);
    }), { numRuns: 3_000 });
    expect([...seen].sort()).toEqual(DRIFT_CAUSES.filter((cause) => cause !== "looking").sort());
  });

  it("is never looked for beyond its deadline, and always one of the known", () => {
    fc.assert(fc.property(planted, fc.constantFrom(null, "order" as const, "us" as const, "outside" as const), fc.integer({ min: 0, max: 9 }), (plant, mover, later) => {
      const cause = attribute({ ...plant.evidence, mover, now: plant.evidence.decideBy + later });
      expect(cause).not.toBe("looking");
      expect(DRIFT_CAUSES).toContain(cause);
    }), { numRuns: 500 });
  });

  it("is looked for while its message may still come, and lost when it can come no more", () => {
    expect(attribute(evidence({ now: FOUND }))).toBe("looking");
    expect(attribute(evidence({ now: FOUND + WAIT_FOR_MESSAGE_MS - 1 }))).toBe("looking");
    expect(attribute(evidence())).toBe("lost-message");
  });

  it("is late when the message comes after all, even after it was given up", () => {
    expect(attribute(evidence({ messages: [message(FOUND + WAIT_FOR_MESSAGE_MS + 5)] }))).toBe("late-message");
  });

  it("is not a message that tells of an earlier or a later change", () => {
    expect(attribute(evidence({ messages: [message(FOUND, { triggeredAt: CHANGED - 60_000 })] }))).toBe("lost-message");
    expect(attribute(evidence({ messages: [message(FOUND + 90_000, { triggeredAt: FOUND + 60_000 })] }))).toBe("lost-message");
  });

  it("is nobody's fault when it was told in time and read at once", () => {
    expect(attribute(evidence({ foundBy: "message", foundAt: CHANGED + ON_TIME_MS, messages: [message(CHANGED + ON_TIME_MS)] }))).toBe("edited-outside");
    expect(attribute(evidence({ foundBy: "message", foundAt: CHANGED + ON_TIME_MS + 1, messages: [message(CHANGED + ON_TIME_MS + 1)] }))).toBe("late-message");
  });

  it("is ours when we were told in time and did not look", () => {
    expect(attribute(evidence({ messages: [message(CHANGED + 1)] }))).toBe("own-fault");
  });

  it("is the platform's when we looked and it did not answer, or answered as before", () => {
    expect(attribute(evidence({ messages: [message(CHANGED + 1)], answers: [{ at: CHANGED + 60_000, said: "refused" }] }))).toBe("platform-answer");
    expect(attribute(evidence({ answers: [{ at: CHANGED + 60_000, said: "older" }] }))).toBe("platform-answer");
    expect(attribute(evidence({ answers: [{ at: CHANGED - 60_000, said: "older" }] }))).toBe("lost-message");
  });

  it("is not a cancellation taken for an invention: what one message told may be true no more", () => {
    const beliefs = [{ from: { kind: "message" as const, id: "m" }, at: CHANGED, undone: true }];
    expect(attribute(evidence({ beliefs, messages: [message(CHANGED - 600_000, { triggeredAt: CHANGED - 600_000 })] }))).toBe("lost-message");
  });

  it("is overtaken only when the older message came later", () => {
    const beliefs = [{ from: { kind: "message" as const, id: "old" }, at: CHANGED, undone: true }];
    const told = (id: string, triggeredAt: number, receivedAt: number) => ({ id, triggeredAt, receivedAt, copies: 1 });
    const [early, late] = [FOUND - 880_000, FOUND - 870_000];
    const of = (first: number, second: number) => attribute(evidence({ beliefs, changedAt: CHANGED, messages: [told("old", early, first), told("new", late, second)] }));
    expect(of(late + 5, late + 1)).toBe("overtaken-message");
    expect(of(early + 1, late + 1)).toBe("lost-message");
  });

  it("is the order's message that its own effect overtook", () => {
    expect(attribute(evidence({ mover: "order", foundAt: CHANGED + 5_000, messages: [message(CHANGED + 4_000)] }))).toBe("overtaken-message");
  });
});
