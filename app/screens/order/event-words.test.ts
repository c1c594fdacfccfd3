import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventWords, TOLD_EVENTS } from "./event-words";

/** Who acted stands beside what happened in the same calls. */
const ACTORS = ["platform", "switchyard"];
const naming = { nameOf: () => "Reno, NV", currency: "USD" };

describe("what happened, in words", () => {
  test("every kind of intent has words for every outcome", () => {
    for (const kind of ["place", "merge", "hold", "release-hold", "report-progress", "stop-work", "ship", "track", "cancel-order", "request-fulfillment", "request-cancellation"]) {
      for (const outcome of ["done", "refused", "unknown"]) {
        const type = `${kind}-${outcome}`;
        expect(eventWords({ type, detail: {} }, naming).tone, type).not.toBe("neutral");
      }
    }
  });

  test("every event that the domain writes has words of its own", () => {
    const files = ["domain/orders/decide-act", "domain/orders/reading-events", "domain/orders/capture", "flows/re-route-order", "flows/resolve-attention", "flows/accept-again", "domain/orders/decide-rejection", "flows/unknown-orders"];
    const sources = files.map((file) => readFileSync(new URL(`../../${file}.ts`, import.meta.url), "utf8")).join("\n");
    const written = [...sources.matchAll(/\b(?:type: |tell\([^"]*?)([^,;)]*"[a-z-]+"[^,;)]*)/g)].flatMap((match) => [...(match[1] ?? "").matchAll(/"([a-z-]+)"/g)].map(([, word = ""]) => word)).filter((word) => !ACTORS.includes(word));
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((type) => !TOLD_EVENTS.includes(type))).toEqual([]);
  });

  test("goods, money and reasons are told", () => {
    expect(eventWords({ type: "edited", detail: { added: [{ title: "Flask", units: 2 }], removed: [{ title: "Cap", units: 1 }] } }, naming).note).toBe("added 2 × Flask · removed 1 × Cap");
    expect(eventWords({ type: "refunded", detail: { totalMinor: 3200, currency: "USD", units: 2, restockedUnits: 1 } }, naming).note).toBe("$32.00 · 2 units · 1 unit back on the shelf");
    expect(eventWords({ type: "attention-raised", detail: { code: "location-closed" } }, naming).text).toBe("Needs a look: its location is closed");
    expect(eventWords({ type: "attention-over", detail: { code: "location-closed" } }, naming)).toMatchObject({ text: "Needs no look any more: its location had been closed", tone: "positive" });
    expect(eventWords({ type: "request", detail: { status: "accepted", locationId: "l1" } }, naming).text).toBe("Reno, NV: accepted by the third party");
    expect(eventWords({ type: "cancel-asked", detail: { reason: "fraud" } }, naming).note).toBe("Fraud");
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
