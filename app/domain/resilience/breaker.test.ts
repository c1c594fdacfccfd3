import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANSWERS_UNTIL_CALM, CLOSED, FAILURES_IN_ROW_MAX, PROBE_MS, RECENT_FAILURES_MAX, REST_FIRST_MS, REST_MAX_MS, afterAnswer, afterFailure, beginProbe, mayCall, mayProbe,
  restMs, type Breaker,
} from "./breaker";
import { DEPENDENCIES } from "./silence";

type Step = { kind: "answer" | "failure" | "probe"; waitMs: number; random: number };

const steps = fc.array(fc.record({
  kind: fc.constantFrom<Step["kind"]>("answer", "failure", "failure", "probe"), waitMs: fc.integer({ min: 0, max: REST_MAX_MS }), random: fc.double({ min: 0, max: 0.999, noNaN: true }),
}), { maxLength: 120 });

/** Every state on the way, with the step that led to it. */
function* walk(path: readonly Step[]): Generator<{ before: Breaker; after: Breaker; step: Step; now: number }> {
  let breaker = CLOSED;
  let now = 1_000;
  for (const step of path) {
    now += step.waitMs;
    const before = breaker;
    if (step.kind === "answer") breaker = afterAnswer(breaker);
    else if (step.kind === "failure") breaker = afterFailure(breaker, { now, random: step.random });
    else breaker = beginProbe(breaker, now);
    yield { before, after: breaker, step, now };
  }
}

const failures = (count: number, breaker: Breaker = CLOSED): Breaker =>
  Array.from({ length: count }).reduce<Breaker>((at, _, index) => afterFailure(at, { now: 1_000 + index, random: 0.5 }), breaker);

describe("the breaker", () => {
  test("opens after so many failures in a row, and tells since when", () => {
    expect(failures(FAILURES_IN_ROW_MAX - 1).state).toBe("closed");
    expect(failures(FAILURES_IN_ROW_MAX)).toMatchObject({ state: "open", since: 1_000, trips: 1 });
    expect(failures(FAILURES_IN_ROW_MAX - 1, afterAnswer(failures(FAILURES_IN_ROW_MAX - 1))).state).toBe("closed");
  });

  test("opens when most calls fail, though one answers now and then, and stays closed when every other call fails", () => {
    const mostly = Array.from({ length: 19 }).reduce<Breaker>((at, _, index) => (index % 4 === 3 ? afterAnswer(at) : afterFailure(at, { now: index, random: 0 })), CLOSED);
    expect(mostly.state).toBe("open");
    expect(RECENT_FAILURES_MAX).toBeGreaterThan(10);
    const half = Array.from({ length: 400 }).reduce<Breaker>((at, _, index) => (index % 2 === 1 ? afterAnswer(at) : afterFailure(at, { now: index, random: 0 })), CLOSED);
    expect(half.state).toBe("closed");
  });

  test("lets one call find out: its answer closes it, its failure lengthens the rest, its silence lets another try", () => {
    const open = failures(FAILURES_IN_ROW_MAX) as Extract<Breaker, { state: "open" }>;
    expect(mayProbe(open, open.retryAt - 1)).toBe(false);
    const probing = beginProbe(open, open.retryAt);
    expect([probing.state, mayCall(probing), mayProbe(probing, open.retryAt + PROBE_MS - 1), mayProbe(probing, open.retryAt + PROBE_MS)]).toEqual(["half-open", false, false, true]);
    expect(afterAnswer(probing)).toMatchObject({ state: "closed", trips: 1 });
    expect(afterFailure(probing, { now: open.retryAt, random: 0 })).toMatchObject({ state: "open", trips: 2, retryAt: open.retryAt + REST_FIRST_MS });
  });

  test("one that flaps keeps its long rests until it has answered for a while", () => {
    const calm = (answers: number) => Array.from({ length: answers }).reduce<Breaker>(afterAnswer, beginProbe(failures(FAILURES_IN_ROW_MAX), 1e9));
    expect(failures(FAILURES_IN_ROW_MAX, calm(ANSWERS_UNTIL_CALM - 1))).toMatchObject({ trips: 2 });
    expect(failures(FAILURES_IN_ROW_MAX, calm(ANSWERS_UNTIL_CALM))).toMatchObject({ trips: 1 });
  });

  test("never opens without a failure, never closes without an answer, and rests within its limits", () => {
    fc.assert(fc.property(steps, (path) => {
      for (const { before, after, step, now } of walk(path)) {
        if (before.state === "closed" && after.state !== "closed") expect([after.state, step.kind]).toEqual(["open", "failure"]);
        if (before.state !== "closed" && after.state === "closed") expect([before.state, step.kind]).toEqual(["half-open", "answer"]);
        if (before.state !== "open" && after.state === "open") {
          expect(after.retryAt - now).toBeGreaterThanOrEqual(REST_FIRST_MS / 2);
          expect(after.retryAt - now).toBeLessThanOrEqual(REST_MAX_MS);
          expect(after.since).toBeLessThanOrEqual(now);
        }
        expect(mayCall(after)).toBe(after.state === "closed");
      }
    }));
  });

  test("at most one call finds out at a time", () => {
    fc.assert(fc.property(steps, (path) => {
      for (const { before, after, now } of walk(path)) {
        if (before.state === "half-open" && after.state === "half-open" && before !== after) expect(now).toBeGreaterThanOrEqual(before.probeUntil);
      }
    }));
  });

  test("always comes back: whatever happened, an answer after the rest closes it", () => {
    fc.assert(fc.property(steps, (path) => {
      const last = [...walk(path)].at(-1);
      if (!last || last.after.state === "closed") return;
      const later = last.now + REST_MAX_MS + PROBE_MS;
      expect(mayProbe(last.after, later)).toBe(true);
      expect(afterAnswer(beginProbe(last.after, later)).state).toBe("closed");
    }));
  });

  test("rests double up to a limit", () => {
    expect([1, 2, 3].map((trips) => restMs(trips, 0.999999))).toEqual([5_000, 10_000, 20_000]);
    expect(restMs(400, 0.999999)).toBe(REST_MAX_MS);
    expect(DEPENDENCIES).toHaveLength(2);
  });
});
