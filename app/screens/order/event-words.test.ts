import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventWords, TOLD_EVENTS } from "./event-words";

const naming = { nameOf: () => "Reno, NV", currency: "USD" };

describe("what happened, in words", () => {
  test("every kind of intent has words for every outcome", () => {
    for (const kind of ["place", "merge", "hold", "release-hold", "report-progress", "ship", "track", "cancel-order", "request-fulfillment", "request-cancellation"]) {
      for (const outcome of ["done", "refused", "unknown"]) {
        const type = `${kind}-${outcome}`;
        expect(eventWords({ type, detail: {} }, naming).tone, type).not.toBe("neutral");
      }
    }
  });

  test("every event that the domain writes has words of its own", () => {
    const sources = ["decide-act", "decide-reading", "capture"].map((file) => readFileSync(new URL(`../../domain/orders/${file}.ts`, import.meta.url), "utf8")).join("\n");
    const written = [...sources.matchAll(/\btype: (?:existing \? )?"([a-z-]+)"(?: : "([a-z-]+)")?|\btell\([^,]+, "([a-z-]+)"/g)].flatMap((match) => match.slice(1).filter(Boolean));
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((type) => !TOLD_EVENTS.includes(type))).toEqual([]);
  });

  test("a refusal carries the platform's words", () => {
    expect(eventWords({ type: "ship-refused", detail: { words: "Already fulfilled" } }, naming)).toMatchObject({ tone: "critical", note: "Already fulfilled" });
  });

  test("details that are missing or odd leave words that make sense", () => {
    expect(eventWords({ type: "routed", detail: {} }, naming)).toMatchObject({ text: "Routed", note: "" });
    expect(eventWords({ type: "routed", detail: { parcels: 1, costMinor: 1410 } }, naming).note).toBe("1 parcel · $14.10");
    expect(eventWords({ type: "status", detail: { to: 7 } }, naming).text).toBe("Now in another state");
    expect(eventWords({ type: "something-new", detail: {} }, naming).text).toBe("Something new");
  });
});
