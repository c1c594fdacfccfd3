import { createHash } from "node:crypto";
import { z } from "zod";
import type { Instant } from "../../../app/domain/ids";
import type { Intent, MovableState, Outcome, StockReason } from "../../../app/domain/messages";
import type { Attempt } from "../port";
import { units } from "./fields";
import { gid } from "./ids";
import { INVENTORY_ADJUST, INVENTORY_MOVE, LEVEL_READ, type Operation } from "./operations";
import { afterRead, change, done, refused, type Step } from "./outcome";
import type { Reader } from "./read-order";

/** Quantities that a person changes: https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps/manage-quantities-states */

type AdjustStock = Extract<Intent, { kind: "adjust-stock" }>;
type MoveStock = Extract<Intent, { kind: "move-stock" }>;

const STATES: Record<MovableState, string> = { available: "available", damaged: "damaged", "quality-control": "quality_control", "safety-stock": "safety_stock" };
const REASONS: Record<StockReason, string> = {
  correction: "correction", "cycle-count": "cycle_count_available", damaged: "damaged", received: "received", shrinkage: "shrinkage",
  promotion: "promotion", "quality-control": "quality_control", "safety-stock": "safety_stock", other: "other",
};
const STATE_WORDS: Record<MovableState, string> = { available: "available", damaged: "damaged", "quality-control": "in quality control", "safety-stock": "in safety stock" };

/** Shopify keeps keys for 24 hours (https://shopify.dev/docs/api/usage/idempotent-requests); later the same call would count again. */
const KEY_LIFE_MS = 23 * 3_600_000;
const AGAIN_MS = 5_000;
const LATER_CODES = new Set(["SERVICE_UNAVAILABLE", "ADJUST_QUANTITIES_FAILED", "MOVE_QUANTITIES_FAILED"]);

/** A key in the form of a UUID, the same for the same attempt key and generation. */
function idempotencyKey(key: string, generation: number): string {
  const hex = createHash("sha256").update(`${key}\n${generation}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

export interface StockRun {
  reader: Reader;
  attempt: Attempt;
  now(): Instant;
}

interface StockCall {
  operation: Operation;
  field: string;
  /** The same for the same document: Shopify refuses a key that comes with other parameters. */
  input(document: string): Record<string, unknown>;
}

/** Sends the change under its key. A key whose call was refused is spent; the call had no effect, and goes out under the next one. */
async function send({ reader, attempt, now }: StockRun, call: StockCall): Promise<Outcome> {
  const askedAt = attempt.progress["askedAt"];
  if (askedAt !== undefined && now() - Number(askedAt) > KEY_LIFE_MS) {
    return refused("too-late", "For a day it could not be learned whether Shopify made the change. Look at the quantity, and make it again if it is not there.");
  }
  const progress: Record<string, string> = { ...attempt.progress, askedAt: askedAt ?? String(now()) };
  if (askedAt === undefined) await attempt.saveProgress(progress);
  let outcome = await sendOnce(reader, attempt.key, { call, generation: Number(progress["generation"] ?? 0) });
  if (outcome.status === "refused" && outcome.code === "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED") {
    const generation = Number(progress["generation"] ?? 0) + 1;
    await attempt.saveProgress({ ...progress, generation: String(generation), askedAt: String(now()) });
    outcome = await sendOnce(reader, attempt.key, { call, generation });
  }
  if (outcome.status !== "refused") return outcome;
  if (outcome.code === "IDEMPOTENCY_CONCURRENT_REQUEST") return { status: "retry", afterMs: AGAIN_MS, words: "Shopify is still at work on this change." };
  return LATER_CODES.has(outcome.code) ? { status: "retry", afterMs: AGAIN_MS, words: outcome.words } : outcome;
}

async function sendOnce(reader: Reader, key: string, { call, generation }: { call: StockCall; generation: number }): Promise<Outcome> {
  const ownKey = idempotencyKey(key, generation);
  const sent = await change(reader, {
    operation: call.operation, field: call.field, variables: { input: call.input(`gid://switchyard/StockChange/${idempotencyKey(key, 0)}`), key: ownKey }, payload: {},
  });
  return sent.ok ? done(null) : sent.outcome;
}

/** Stale by its code, or by its words alone. */
const isStale = (outcome: Outcome): boolean =>
  outcome.status === "refused" && (outcome.code === "CHANGE_FROM_QUANTITY_STALE" || /changeFromQuantity/i.test(outcome.words));

/** Outside of `available` a change must name what it is written down in. */
const ledger = (state: MovableState, document: string) => (state === "available" ? {} : { ledgerDocumentUri: document });

export async function adjustStock(run: StockRun, intent: AdjustStock): Promise<Outcome> {
  if (intent.delta === 0) return done(null);
  const outcome = await send(run, {
    operation: INVENTORY_ADJUST, field: "inventoryAdjustQuantities",
    input: (document) => ({
      name: STATES[intent.state], reason: REASONS[intent.reason], referenceDocumentUri: document,
      changes: [{
        inventoryItemId: gid("InventoryItem", intent.itemPlatformId), locationId: gid("Location", intent.locationPlatformId), delta: intent.delta,
        changeFromQuantity: intent.expected, ...ledger(intent.state, document),
      }],
    }),
  });
  return isStale(outcome) ? staleWords(run.reader, intent) : outcome;
}

async function staleWords(reader: Reader, intent: AdjustStock): Promise<Outcome> {
  const stands = await quantityAt(reader, intent, intent.state);
  const now = stands.ok ? `${stands.value} stand there now` : "the quantity has changed since";
  return refused("stale", `${intent.expected ?? 0} were ${STATE_WORDS[intent.state]} when the change was made, but ${now}. Nothing was changed.`);
}

export async function moveStock(run: StockRun, intent: MoveStock): Promise<Outcome> {
  if (intent.units <= 0 || intent.from === intent.to) return refused("empty", "There is nothing to move.");
  if (run.attempt.progress["askedAt"] === undefined) {
    const stands = await quantityAt(run.reader, intent, intent.from);
    if (!stands.ok) return stands.outcome;
    if (stands.value < intent.units) return refused("too-much", `Only ${stands.value} are ${STATE_WORDS[intent.from]} now, fewer than the ${intent.units} to move. Nothing was moved.`);
  }
  const locationId = gid("Location", intent.locationPlatformId);
  return send(run, {
    operation: INVENTORY_MOVE, field: "inventoryMoveQuantities",
    input: (document) => ({
      reason: REASONS[intent.reason], referenceDocumentUri: document,
      changes: [{
        inventoryItemId: gid("InventoryItem", intent.itemPlatformId), quantity: intent.units,
        from: { locationId, name: STATES[intent.from], changeFromQuantity: null, ...ledger(intent.from, document) },
        to: { locationId, name: STATES[intent.to], changeFromQuantity: null, ...ledger(intent.to, document) },
      }],
    }),
  });
}

const levelShape = z.object({
  inventoryItem: z.object({ inventoryLevel: z.object({ quantities: z.array(z.object({ name: z.string(), quantity: units })) }).nullish() }).nullable(),
});

async function quantityAt({ client, access }: Reader, place: AdjustStock | MoveStock, state: MovableState): Promise<Step<number>> {
  const variables = { id: gid("InventoryItem", place.itemPlatformId), locationId: gid("Location", place.locationPlatformId) };
  const read = afterRead(await client.call(access, { operation: LEVEL_READ, variables, shape: levelShape }));
  if (!read.ok) return read;
  const level = read.value.inventoryItem?.inventoryLevel;
  if (level === null || level === undefined) return { ok: false, outcome: refused("not-stocked", "The location does not stock the item any more.") };
  return { ok: true, value: level.quantities.find(({ name }) => name === STATES[state])?.quantity ?? 0 };
}
