import { z } from "zod";
import { type ItemId, type LocationId, type StoreId, toId } from "../../domain/ids";
import { found, refused } from "./endpoint";
import { refusal, refusalOf, writeEndpoint } from "./write-endpoint";

const ROWS_MAX = 250;
const UNITS_MAX = 1_000_000;
const NOTE_LENGTH_MAX = 200;

const STATES = ["available", "on-hand", "damaged", "quality-control", "safety-stock"] as const;
const REASONS = ["correction", "cycle-count", "damaged", "received", "shrinkage", "promotion", "quality-control", "safety-stock", "other"] as const;

const units = z.number("it must be a whole number").int("it must be a whole number").min(-UNITS_MAX, `it must be at least -${UNITS_MAX}`).max(UNITS_MAX, `it must be at most ${UNITS_MAX}`);
const unitsOrNull = units.min(0, "it must be 0 or more").nullable();
const itemId = z.string("it must be an id").min(1, "it must be an id").transform((text) => toId<ItemId>(text));
const locationId = z.string("it must be an id").min(1, "it must be an id").transform((text) => toId<LocationId>(text));
const rowsOf = <T extends z.ZodType>(row: T) => z.array(row, "send a list").min(1, "send at least one row").max(ROWS_MAX, `send at most ${ROWS_MAX} rows at once`);

const Accepted = z.object({ rows: z.number().int().describe("How many were taken") });
const ALL_OR_NOTHING = "All or nothing: one wrong row, and none is applied; the refusal names every wrong row and field.";

const Adjustment = z.strictObject({
  itemId, locationId, state: z.enum(STATES, `it must be one of ${STATES.join(", ")}`).default("available"),
  delta: units.refine((delta) => delta !== 0, "it must not be 0").nullable().default(null).describe("Units to add; negative to take"),
  counted: unitsOrNull.default(null).describe("In place of delta: what a count found"),
  expected: units.nullable().default(null).describe("What you saw there: the platform refuses if it is no longer so. Null: whatever stands there"),
  reason: z.enum(REASONS, `it must be one of ${REASONS.join(", ")}`), note: z.string("it must be a text").max(NOTE_LENGTH_MAX, `it must be at most ${NOTE_LENGTH_MAX} characters`).default(""),
});

export const adjustStock = writeEndpoint({
  method: "post", path: "/inventory/adjustments", tag: "Inventory", summary: "Adjust stock", body: rowsOf(Adjustment), answer: Accepted,
  description: `Asks the platform to add or take units, each with its reason. ${ALL_OR_NOTHING}`,
  async respond({ stock, merchantId, actor, body }) {
    const result = await stock.adjustStock({ merchantId, actor, rows: body });
    return result.ok ? found({ rows: body.length }) : refused(refusal(result.errors));
  },
});

const Rule = z.strictObject({
  itemId, locationId, lowStockUnits: unitsOrNull.describe("Low at or below it; null: the store's own setting"), safetyStockUnits: unitsOrNull.describe("Units to keep as safety stock; null: whatever stands there"),
});

export const saveStockRules = writeEndpoint({
  method: "put", path: "/stock-rules", tag: "Inventory", summary: "Set stock rules", body: rowsOf(Rule), answer: Accepted,
  description: `What is low and what is kept back, by item and location. ${ALL_OR_NOTHING}`,
  async respond({ stock, merchantId, actor, body }) {
    const result = await stock.saveStockRules({ merchantId, actor, rows: body });
    return result.ok ? found({ rows: body.length }) : refused(refusal(result.errors));
  },
});

export const reconcile = writeEndpoint({
  method: "post", path: "/reconcile", tag: "Reconciliation", summary: "Compare with the platform now",
  body: z.strictObject({ storeId: z.string("it must be an id").transform((text) => toId<StoreId>(text)).optional().describe("One store; left out: all of them") }),
  answer: z.object({ stores: z.array(z.string()).describe("The stores whose orders and stock are being compared") }),
  description: "Reads orders and stock again, explains every difference and posts it. It runs behind this answer; what it found is told by the screens and by `switchyard reconcile`.",
  async respond({ acts, flow, merchantId, actor, body }) {
    const stores = (await flow.db.stores(merchantId)).filter((store) => body.storeId === undefined || store.id === body.storeId);
    if (stores.length === 0) return refused(refusal([{ row: null, field: "storeId", problem: "There is no such store." }]));
    for (const store of stores) {
      const result = await acts.compareNow({ store, actor });
      if (!result.ok) return refused(refusalOf(result));
    }
    return found({ stores: stores.map((store) => store.id) });
  },
});
