import { GraphQLError } from "graphql";
import { changeLevel, onHandOf, openLevel, quantityOf } from "../model/level";
import type { Level, State } from "../model/records";
import type { UserError, World } from "../model/world";
import { utcText } from "../clock-text";
import { levelBody } from "../webhooks/item-bodies";
import type { Context } from "./context";
import { digitsOf, globalId } from "./global-id";
import { ItemView, LevelView, LocationView } from "./item-views";

/** Entries of one call (shopify.dev: API rate limits). */
const ENTRIES_MAX = 250;
const UNITS_MAX = 1_000_000_000;
const REASONS = new Set([
  "correction", "cycle_count_available", "damaged", "movement_canceled", "movement_created", "movement_received", "movement_updated", "other", "promotion", "quality_control", "received",
  "reservation_created", "reservation_deleted", "reservation_updated", "restock", "safety_stock", "shrinkage",
]);
const ADJUSTABLE = new Set<string>(["available", "incoming", "reserved", "damaged", "safety_stock", "quality_control"]);

interface Change { level: Level; deltas: Partial<Record<State, number>>; told: { name: string; delta: number }[] }
type Planned = { errors: UserError[] } | { changes: Change[] };

interface SetInput { name: string; reason: string; referenceDocumentUri?: string | null; quantities: { inventoryItemId: string; locationId: string; quantity: number; changeFromQuantity?: number | null }[] }
interface AdjustInput { name: string; reason: string; referenceDocumentUri?: string | null; changes: { delta: number; inventoryItemId: string; locationId: string; changeFromQuantity?: number | null; ledgerDocumentUri?: string | null }[] }
interface Terminal { locationId: string; name: string; changeFromQuantity?: number | null; ledgerDocumentUri?: string | null }
interface MoveInput { reason: string; referenceDocumentUri: string; changes: { inventoryItemId: string; quantity: number; from: Terminal; to: Terminal }[] }

const error = (code: string, message: string, field: string[]): UserError => ({ code, message, field });

/** Recorded: a missing compare-and-swap argument is an error at the top; explicit null switches the check off. */
function needChangeFrom(given: object, type: string): void {
  if (!("changeFromQuantity" in given)) throw new GraphQLError(`${type} must include the following argument: changeFromQuantity.`, { extensions: { code: "INVALID_FIELD_ARGUMENTS" } });
}

function stale(context: Context, field: string[]): UserError {
  const message = "The changeFromQuantity argument no longer matches the persisted quantity.";
  return context.world.coins.staleCompareHasCode ? error("CHANGE_FROM_QUANTITY_STALE", message, field) : { code: null, field: null, message };
}

function levelAt(context: Context, place: { inventoryItemId: string; locationId: string }, field: string[]): Level | UserError {
  const item = context.shop.items.get(digitsOf("InventoryItem", place.inventoryItemId));
  const locationId = digitsOf("Location", place.locationId);
  if (!item) return error("INVALID_INVENTORY_ITEM", "The specified inventory item could not be found.", [...field, "inventoryItemId"]);
  if (!context.shop.locations.has(locationId)) return error("INVALID_LOCATION", "The specified location could not be found.", [...field, "locationId"]);
  const level = item.levels.get(locationId);
  return level?.active ? level : error("ITEM_NOT_STOCKED_AT_LOCATION", "The specified inventory item is not stocked at the location.", [...field, "locationId"]);
}

const isError = (value: Level | UserError): value is UserError => "message" in value;

function checkEntries(list: readonly unknown[], reason: string): UserError[] {
  if (list.length > ENTRIES_MAX) throw new GraphQLError(`The input array size of ${list.length} is greater than the maximum allowed of ${ENTRIES_MAX}.`, { extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" } });
  return REASONS.has(reason) ? [] : [error("INVALID_REASON", "The specified reason is invalid.", ["input", "reason"])];
}

function planSet(context: Context, input: SetInput): Planned {
  for (const wish of input.quantities) needChangeFrom(wish, "InventoryQuantityInput");
  const errors = checkEntries(input.quantities, input.reason);
  if (input.name !== "available" && input.name !== "on_hand") errors.push(error("INVALID_NAME", "The quantity name must be either 'available' or 'on_hand'.", ["input", "name"]));
  const changes: Change[] = [];
  const seen = new Set<string>();
  input.quantities.forEach((wish, index) => {
    const field = ["input", "quantities", String(index)];
    const pair = `${wish.inventoryItemId} ${wish.locationId}`;
    if (seen.has(pair)) errors.push(error("NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR", "The combination of inventoryItemId and locationId must be unique.", [...field, "inventoryItemId"]));
    seen.add(pair);
    if (wish.quantity < 0) errors.push(error("INVALID_QUANTITY_NEGATIVE", "The quantity can't be negative.", [...field, "quantity"]));
    if (wish.quantity > UNITS_MAX) errors.push(error("INVALID_QUANTITY_TOO_HIGH", "The total quantity can't be higher than 1,000,000,000.", [...field, "quantity"]));
    const level = levelAt(context, wish, field);
    if (isError(level)) return void errors.push(level);
    const before = input.name === "on_hand" ? onHandOf(level) : level.quantities.available;
    if (typeof wish.changeFromQuantity === "number" && wish.changeFromQuantity !== before) return void errors.push(stale(context, [...field, "changeFromQuantity"]));
    const delta = wish.quantity - before;
    // On hand changes through available: committed and the other states are others' to change.
    changes.push({ level, deltas: { available: delta }, told: [{ name: "available", delta }, { name: "on_hand", delta }] });
  });
  return errors.length > 0 ? { errors } : { changes };
}

function planAdjust(context: Context, input: AdjustInput): Planned {
  for (const wish of input.changes) needChangeFrom(wish, "InventoryChangeInput");
  const errors = checkEntries(input.changes, input.reason);
  if (!ADJUSTABLE.has(input.name)) errors.push(error("INVALID_QUANTITY_NAME", "The specified quantity name is invalid.", ["input", "name"]));
  const changes: Change[] = [];
  input.changes.forEach((wish, index) => {
    const field = ["input", "changes", String(index)];
    const problem = ledgerProblem(input.name, wish.ledgerDocumentUri, field);
    if (problem) return void errors.push(problem);
    const level = levelAt(context, wish, field);
    if (isError(level)) return void errors.push(level);
    if (typeof wish.changeFromQuantity === "number" && wish.changeFromQuantity !== quantityOf(level, input.name)) return void errors.push(stale(context, [...field, "changeFromQuantity"]));
    changes.push({ level, deltas: { [input.name]: wish.delta }, told: [{ name: input.name, delta: wish.delta }] });
  });
  return errors.length > 0 ? { errors } : { changes };
}

function ledgerProblem(name: string, uri: string | null | undefined, field: string[]): UserError | null {
  if (name === "available") return uri ? error("INVALID_AVAILABLE_DOCUMENT", "A ledger document URI is not allowed when adjusting available.", [...field, "ledgerDocumentUri"]) : null;
  if (!uri) return error("INVALID_QUANTITY_DOCUMENT", "A ledger document URI is required except when adjusting available.", [...field, "ledgerDocumentUri"]);
  return uri.startsWith("gid://shopify/") ? error("INTERNAL_LEDGER_DOCUMENT", "Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.", [...field, "ledgerDocumentUri"]) : null;
}

function planMove(context: Context, input: MoveInput): Planned {
  for (const { from, to } of input.changes) for (const terminal of [from, to]) needChangeFrom(terminal, "InventoryMoveQuantityTerminalInput");
  const errors = checkEntries(input.changes, input.reason);
  const changes: Change[] = [];
  input.changes.forEach((wish, index) => {
    const field = ["input", "changes", String(index)];
    const { from, to, quantity } = wish;
    if (from.locationId !== to.locationId) return void errors.push(error("DIFFERENT_LOCATIONS", "The quantities can't be moved between different locations.", field));
    if (from.name === to.name) return void errors.push(error("SAME_QUANTITY_NAME", "The quantity names for each change can't be the same.", field));
    if (quantity < 0) return void errors.push(error("INVALID_QUANTITY_NEGATIVE", "The quantity can't be negative.", [...field, "quantity"]));
    for (const [side, terminal] of [["from", from], ["to", to]] as const) {
      // Committed belongs to orders (Admin API: inventory quantities).
      if (!ADJUSTABLE.has(terminal.name) || terminal.name === "incoming") return void errors.push(error("INVALID_QUANTITY_NAME", "The specified quantity name is invalid.", [...field, side, "name"]));
      const problem = ledgerProblem(terminal.name, terminal.ledgerDocumentUri, [...field, side]);
      if (problem) return void errors.push(problem);
    }
    const level = levelAt(context, { inventoryItemId: wish.inventoryItemId, locationId: from.locationId }, field);
    if (isError(level)) return void errors.push(level);
    const isStale = [from, to].some((terminal) => typeof terminal.changeFromQuantity === "number" && terminal.changeFromQuantity !== quantityOf(level, terminal.name));
    if (isStale) return void errors.push(stale(context, field));
    changes.push({ level, deltas: { [from.name]: -quantity, [to.name]: quantity }, told: [{ name: from.name, delta: -quantity }, { name: to.name, delta: quantity }] });
  });
  return errors.length > 0 ? { errors } : { changes };
}

interface Group { reason: string; referenceDocumentUri?: string | null }

function apply(context: Context, planned: Planned, group: Group): Record<string, unknown> {
  if ("errors" in planned) return { inventoryAdjustmentGroup: null, userErrors: planned.errors };
  const { world, shop } = context;
  const changes = planned.changes.flatMap(({ level, deltas, told }) => {
    changeLevel(world, level, deltas);
    return told.map((one) => ({
      ...one, quantityAfterChange: quantityOf(level, one.name), ledgerDocumentUri: null,
      item: () => { const item = shop.items.get(level.itemId); return item ? new ItemView(shop, item) : null; },
      location: () => { const location = shop.locations.get(level.locationId); return location ? new LocationView(shop, location) : null; },
    }));
  });
  return {
    inventoryAdjustmentGroup: { id: globalId("InventoryAdjustmentGroup", world.newId()), createdAt: utcText(world.now()), reason: group.reason, referenceDocumentUri: group.referenceDocumentUri ?? null, changes: () => changes },
    userErrors: [],
  };
}

function activate(world: World, context: Context, wish: { inventoryItemId: string; locationId: string; available?: number | null }): Record<string, unknown> {
  const { shop } = context;
  const item = shop.items.get(digitsOf("InventoryItem", wish.inventoryItemId));
  const locationId = digitsOf("Location", wish.locationId);
  if (!item) return { inventoryLevel: null, userErrors: [{ field: ["inventoryItemId"], message: "The inventory item couldn't be found.", code: null }] };
  if (!shop.locations.get(locationId)?.active) return { inventoryLevel: null, userErrors: [{ field: ["locationId"], message: "The location couldn't be found.", code: null }] };
  const known = item.levels.get(locationId);
  const level = known ?? openLevel(world, item, locationId);
  // An active level keeps its quantities since 2026-04 (shopify.dev: API versioning).
  if (!known && wish.available) level.quantities.available = wish.available;
  level.active = true;
  if (!known) world.emit("inventory_levels/connect", { kind: "body", body: () => levelBody(shop, level) });
  return { inventoryLevel: new LevelView(shop, level), userErrors: [] };
}

type Resolver = (args: never, context: Context) => Record<string, unknown>;

/** All of these demand an idempotency key (Admin API: inventory quantities). */
export const stockMutations: Record<string, Resolver> = {
  inventorySetQuantities: ({ input }: { input: SetInput }, context) => apply(context, planSet(context, input), input),
  inventoryAdjustQuantities: ({ input }: { input: AdjustInput }, context) => apply(context, planAdjust(context, input), input),
  inventoryMoveQuantities: ({ input }: { input: MoveInput }, context) => apply(context, planMove(context, input), input),
  inventoryActivate: (wish: { inventoryItemId: string; locationId: string; available?: number | null }, context) => activate(context.world, context, wish),
};
