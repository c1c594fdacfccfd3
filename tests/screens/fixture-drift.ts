import type { ChangeSet } from "../../app/domain/change-set";
import type { NoticeRecord } from "../../app/domain/desk";
import type { DriftCause, DriftRecord } from "../../app/domain/drift/drift";
import { toId, type ItemId, type LocationId, type OrderId } from "../../app/domain/ids";
import { HOUR_MS, MERCHANT, MINUTE_MS, NOW, STORE } from "./fixture-rows";

/** A month of drifts: most mended, some open, one of each cause. */

const stock = (itemId: string, locationId: string): Partial<DriftRecord> =>
  ({ about: "stock", itemId: toId<ItemId>(itemId), locationId: toId<LocationId>(locationId), subject: `${itemId}@${locationId}`, hears: `item:${itemId}`, causeKey: `reading:${itemId}:${locationId}` });

const drift = (id: string, cause: DriftCause, agoMs: number, fields: Partial<DriftRecord> = {}): DriftRecord => {
  const foundAt = NOW - agoMs;
  const lastedMs = fields.lastedMs === undefined ? 12 * MINUTE_MS : fields.lastedMs;
  const beganAt = foundAt - (lastedMs ?? 12 * MINUTE_MS);
  return {
    merchantId: MERCHANT, id, storeId: STORE, about: "order", subject: `order-${id}`, hears: `order:${id}`, itemId: null, locationId: null, orderId: toId<OrderId>("o1042"), causeKey: null,
    gaps: [{ what: "version", believed: beganAt - HOUR_MS, found: beganAt }], foundBy: "reconciliation", cause, decideBy: foundAt + 4.25 * HOUR_MS, decidedAt: cause === "looking" ? null : foundAt + MINUTE_MS,
    beganAt, beganExactly: true, foundAt, mendedAt: lastedMs === null ? null : foundAt, mendedBy: lastedMs === null ? null : "order-read", lastedMs, askedBy: null, lookAt: null,
    evidence: [
      { at: beganAt - HOUR_MS, kind: "right", ref: null, detail: {} }, { at: beganAt, kind: "changed", ref: null, detail: {} },
      { at: foundAt, kind: "found", ref: null, detail: { by: fields.foundBy ?? "reconciliation" } },
      ...(lastedMs === null ? [] : [{ at: foundAt, kind: "mended" as const, ref: null, detail: { by: fields.mendedBy ?? "order-read" } }]),
    ],
    ...fields,
  };
};

const capGap: Partial<DriftRecord> = { ...stock("cap", "reno"), gaps: [{ what: "available", believed: 26, found: 24 }, { what: "onHand", believed: 30, found: 28 }], mendedBy: "reading-posted" };

const told: DriftRecord = drift("d2", "late-message", 3 * HOUR_MS, {
  ...capGap, foundBy: "message", lastedMs: 46 * MINUTE_MS,
  evidence: [
    { at: NOW - 5 * HOUR_MS, kind: "right", ref: null, detail: {} }, { at: NOW - 3 * HOUR_MS - 46 * MINUTE_MS, kind: "changed", ref: null, detail: {} },
    { at: NOW - 3 * HOUR_MS - 1_000, kind: "message", ref: "01KX9ZQ4T2E8", detail: { topic: "inventory_levels/update", triggeredAt: NOW - 3 * HOUR_MS - 46 * MINUTE_MS } },
    { at: NOW - 3 * HOUR_MS, kind: "found", ref: null, detail: { by: "message" } }, { at: NOW - 3 * HOUR_MS, kind: "mended", ref: "reading:cap:reno", detail: { by: "reading-posted" } },
  ],
});

const month = Array.from({ length: 40 }, (_, index) => drift(`m${index}`, (["lost-message", "late-message", "edited-outside", "edited-outside", "platform-answer"] as const)[index % 5] ?? "looking", (30 + index * index * 0.4) * HOUR_MS, {
  lastedMs: (3 + (index % 7) * 9) * MINUTE_MS, ...(index % 5 === 2 || index % 5 === 3 ? { ...capGap, foundBy: "message" as const, lastedMs: (2 + index) * 1_000 } : {}),
}));

const drifts: DriftRecord[] = [
  drift("d0", "platform-answer", 18 * MINUTE_MS, { lastedMs: null, foundBy: "message", orderId: toId<OrderId>("o1041") }),
  drift("d1", "looking", 40 * MINUTE_MS, { orderId: toId<OrderId>("o1040"), gaps: [{ what: "unknown", believed: null, found: NOW - HOUR_MS }] }),
  told,
  drift("d3", "edited-outside", 4 * HOUR_MS, { ...stock("flask", "dallas"), gaps: [{ what: "available", believed: 5, found: 3 }], foundBy: "message", mendedBy: "reading-posted", lastedMs: 4_000 }),
  drift("d4", "lost-message", 6 * HOUR_MS, { orderId: toId<OrderId>("o1039"), about: "fulfillment-order", gaps: [{ what: "location", believed: "reno", found: "newark" }], foundBy: "comparison", lastedMs: 3 * HOUR_MS }),
  drift("d5", "overtaken-message", 9 * HOUR_MS, { orderId: toId<OrderId>("o1038"), lastedMs: 70_000 }),
  drift("d6", "own-fault", 20 * HOUR_MS, { ...capGap, foundBy: "comparison", beganExactly: false, lastedMs: 7 * HOUR_MS }),
  drift("d7", "repeated-message", 22 * HOUR_MS, { ...stock("cap", "newark"), gaps: [{ what: "available", believed: 3, found: 4 }], foundBy: "comparison", mendedBy: "reading-posted", lastedMs: 2 * HOUR_MS }),
  ...month,
];

const growing: NoticeRecord = {
  merchantId: MERCHANT, id: "n-drift", storeId: STORE, kind: "drift-growing", subject: STORE, itemId: null, locationId: null, createdAt: NOW - 50 * MINUTE_MS, settledAt: null, settledBy: null,
  detail: { recent: 9, expected: 0.8, causes: { "late-message": 6, "lost-message": 3 } },
};

export const driftChange: ChangeSet = { merchantId: MERCHANT, guards: [], drifts, notices: [growing] };
