import { describe, expect, test } from "vitest";
import { gid, openBench, placeOne } from "./test-bench";

const SET = "mutation S($i: InventorySetQuantitiesInput!, $k: String!) { inventorySetQuantities(input: $i) @idempotent(key: $k) { inventoryAdjustmentGroup { id changes { name delta quantityAfterChange } } userErrors { code field message } } }";
const BARE = "mutation S($i: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $i) { userErrors { code } } }";
const ADJUST = "mutation A($i: InventoryAdjustQuantitiesInput!, $k: String!) { inventoryAdjustQuantities(input: $i) @idempotent(key: $k) { inventoryAdjustmentGroup { id } userErrors { code } } }";
const MOVE = "mutation V($i: InventoryMoveQuantitiesInput!, $k: String!) { inventoryMoveQuantities(input: $i) @idempotent(key: $k) { inventoryAdjustmentGroup { id } userErrors { code } } }";
const ACTIVATE = "mutation T($item: ID!, $loc: ID!, $k: String!) { inventoryActivate(inventoryItemId: $item, locationId: $loc) @idempotent(key: $k) { inventoryLevel { id isActive } userErrors { message } } }";

function open() {
  const bench = openBench({ coins: { refusedKeyIsBurnt: true, staleCompareHasCode: true } });
  const { item, fulfillmentOrder } = placeOne(bench, 2);
  const level = item.levels.get(fulfillmentOrder.locationId);
  if (!level) throw new Error("no level");
  const place = { inventoryItemId: gid("InventoryItem", item.id), locationId: gid("Location", fulfillmentOrder.locationId) };
  const set = (quantity: number, more: object = { changeFromQuantity: null }) => ({ name: "available", reason: "correction", quantities: [{ ...place, quantity, ...more }] });
  const codes = async (query: string, variables: Record<string, unknown>) => {
    const answer = await bench.call(query, variables);
    return ((Object.values(answer.data ?? {})[0]?.userErrors ?? []) as { code?: string }[]).map(({ code }) => code);
  };
  return { bench, item, level, place, set, codes };
}

describe("idempotency keys", () => {
  test("a call without one is refused at the top", async () => {
    const { bench, set } = open();
    expect(await bench.call(BARE, { i: set(5) })).toMatchObject({ data: { inventorySetQuantities: null }, errors: [{ extensions: { code: "BAD_REQUEST" }, path: ["inventorySetQuantities"] }] });
  });

  test("a repeated call gives the first answer and has no second effect", async () => {
    const { bench, place, level } = open();
    const before = level.quantities.available;
    const variables = { i: { name: "available", reason: "received", changes: [{ ...place, delta: 4, changeFromQuantity: null }] }, k: "one" };
    const first = await bench.call(ADJUST, variables);
    expect((await bench.call(ADJUST, variables)).data).toEqual(first.data);
    expect(level.quantities.available).toBe(before + 4);
    bench.clock.now += 25 * 3_600_000;
    await bench.call(ADJUST, variables);
    expect(level.quantities.available).toBe(before + 8);
  });

  test("the same key with other parameters is refused; a refused key is burnt where the coin says so", async () => {
    const { set, codes } = open();
    expect(await codes(SET, { i: set(5), k: "two" })).toEqual([]);
    expect(await codes(SET, { i: set(6), k: "two" })).toEqual(["IDEMPOTENCY_KEY_PARAMETER_MISMATCH"]);
    expect(await codes(SET, { i: set(-1), k: "three" })).toEqual(["INVALID_QUANTITY_NEGATIVE"]);
    expect(await codes(SET, { i: set(-1), k: "three" })).toEqual(["IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"]);
  });
});

describe("compare and swap", () => {
  test("omitted is an error at the top, null switches it off, stale is refused without effect", async () => {
    const { bench, set, codes, level } = open();
    expect(await bench.call(SET, { i: set(5, {}), k: "a" })).toMatchObject({ errors: [{ extensions: { code: "INVALID_FIELD_ARGUMENTS" } }] });
    const before = level.quantities.available;
    expect(await codes(SET, { i: set(5, { changeFromQuantity: before + 1 }), k: "b" })).toEqual(["CHANGE_FROM_QUANTITY_STALE"]);
    expect(level.quantities.available).toBe(before);
    expect(await codes(SET, { i: set(5, { changeFromQuantity: before }), k: "c" })).toEqual([]);
    expect(level.quantities).toMatchObject({ available: 5, committed: 2 });
  });

  test("setting on hand leaves committed alone", async () => {
    const { codes, set, level } = open();
    expect(await codes(SET, { i: { ...set(50), name: "on_hand" }, k: "d" })).toEqual([]);
    expect(level.quantities).toMatchObject({ available: 48, committed: 2 });
  });
});

test("quantities move between states at one place, with ledger documents where they are due, and never to or from committed", async () => {
  const { codes, place, level } = open();
  const terminal = (name: string, uri?: string) => ({ locationId: place.locationId, name, changeFromQuantity: null, ...(uri && { ledgerDocumentUri: uri }) });
  const wish = (from: object, to: object) => ({ reason: "reservation_created", referenceDocumentUri: "switchyard://order/1", changes: [{ inventoryItemId: place.inventoryItemId, quantity: 2, from, to }] });
  const before = level.quantities.available;
  expect(await codes(MOVE, { i: wish(terminal("available"), terminal("reserved", "switchyard://r/1")), k: "m1" })).toEqual([]);
  expect(level.quantities).toMatchObject({ available: before - 2, reserved: 2 });
  expect(await codes(MOVE, { i: wish(terminal("available"), terminal("reserved")), k: "m2" })).toEqual(["INVALID_QUANTITY_DOCUMENT"]);
  expect(await codes(MOVE, { i: wish(terminal("committed", "switchyard://r/1"), terminal("available")), k: "m3" })).toEqual(["INVALID_QUANTITY_NAME"]);
  expect(await codes(MOVE, { i: wish({ ...terminal("available"), locationId: gid("Location", "1") }, terminal("reserved", "switchyard://r/1")), k: "m4" })).toEqual(["DIFFERENT_LOCATIONS"]);
});

test("what is not stocked at a place is refused until it is activated there, which keeps quantities of active levels", async () => {
  const { bench, codes, set, level, place, item } = open();
  const kept = level.quantities.available;
  await bench.call(ACTIVATE, { item: place.inventoryItemId, loc: place.locationId, k: "t1" });
  expect(level.quantities.available).toBe(kept);
  item.levels.delete(level.locationId);
  expect(await codes(SET, { i: set(3), k: "t2" })).toEqual(["ITEM_NOT_STOCKED_AT_LOCATION"]);
  await bench.call(ACTIVATE, { item: place.inventoryItemId, loc: place.locationId, k: "t3" });
  expect(await codes(SET, { i: set(3), k: "t4" })).toEqual([]);
});
