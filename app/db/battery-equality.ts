import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChangeSet, Guard } from "../domain/change-set";
import type { StockState } from "../domain/records";
import {
  allocationRow, contactRow, delivery, entry, event, intentRow, item, itemRow, lineRow, location, MASTER_KEYS, merchant, NOW, orderId, orderRow, shipmentRow,
  store, storeRow, wantedRead, type Bed,
} from "./battery-fixtures";
import { STOCK_STATES } from "./commit-stock";
import { openDatabase } from "./open-database";

const RUNS = 25;

const few = (...names: string[]) => fc.constantFrom(...names);
const orders = few("o1", "o2", "o3");
const at = fc.integer({ min: NOW, max: NOW + 9 });
const level = fc.record({ itemId: few("shirt", "hat").map(item), locationId: few("east", "west").map(location) });
const listOf = <T>(one: fc.Arbitrary<T>, maxLength = 3) => fc.array(one, { maxLength });

const guard: fc.Arbitrary<Guard> = fc.oneof(
  fc.record({ kind: fc.constant("order" as const), orderId: orders.map(orderId), version: fc.nat(2) }),
  level.chain((one) => fc.nat(4).map((revision) => ({ kind: "level" as const, ...one, revision }))),
  fc.record({ kind: fc.constant("store" as const), storeId: fc.constant(store), status: fc.constantFrom("live" as const, "paused" as const) }),
);

const stockEntry = fc.record({ key: few("a", "b", "c", "d", "e", "f"), level, state: fc.constantFrom<StockState>(...STOCK_STATES), delta: fc.integer({ min: -5, max: 9 }), at, cause: fc.constantFrom("reading" as const, "reserve" as const, "ship" as const) })
  .map(({ key, level: place, state, delta, ...rest }) => entry(key, state, delta || 1, { ...place, ...rest }));

const orderChange = fc.record({ id: orders, version: fc.integer({ min: 1, max: 3 }), tag: fc.string({ unit: "grapheme", maxLength: 5 }), parts: fc.boolean(), shipped: fc.boolean(), waits: fc.boolean() })
  .map(({ id, version, tag, parts, shipped, waits }) => ({
    order: orderRow(id, { version, tags: [tag], problem: tag, placedAt: NOW + version }),
    ...(parts ? { lines: [lineRow(id, `l${version}`)], allocations: [allocationRow(id, { quantity: version })], terms: [tag, "#1"] } : {}),
    ...(shipped ? { shipments: [shipmentRow(id, `p${version}`, { number: tag })] } : {}),
    ...(waits ? { waitsFor: [item("hat"), item("shirt")].slice(0, version) } : {}),
  }));

const intentId = few("i1", "i2", "i3", "i4");
const target = few("t1", "t2");
const deliveryId = few("d1", "d2", "d3");

const changeSet: fc.Arbitrary<ChangeSet> = fc.record({
  merchantId: fc.constant(merchant),
  guards: listOf(guard, 1),
  stores: listOf(fc.constantFrom(storeRow(), storeRow({ status: "paused", scopes: [] })), 1),
  items: listOf(few("shirt", "hat").map((id) => itemRow(id)), 1),
  contacts: listOf(few("c1", "c2").map((id) => contactRow(id)), 1),
  orders: fc.uniqueArray(orderChange, { maxLength: 2, selector: (one) => one.order.id }),
  levels: fc.uniqueArray(level.chain((one) => fc.record({ active: fc.boolean(), readAt: fc.option(at, { nil: undefined }), changedAt: fc.option(at, { nil: undefined }) }).map((touch) => ({ ...one, ...touch }))), { maxLength: 2, selector: (one) => `${one.itemId}${one.locationId}` }),
  entries: listOf(stockEntry, 4),
  floors: listOf(level.chain((one) => fc.integer({ min: -9, max: 3 }).map((floor) => ({ ...one, floor }))), 1),
  events: listOf(fc.tuple(few("e1", "e2", "e3"), orders).map(([id, order]) => event(id, order))),
  intents: listOf(fc.tuple(intentId, few("k1", "k2", "k3")).map(([id, key]) => intentRow(id, { key }))),
  withdrawnIntents: listOf(intentId.map((id) => ({ id, problem: "newer" })), 1),
  settledIntents: listOf(fc.tuple(intentId, fc.constantFrom("done" as const, "refused" as const, "waiting" as const), at).map(([id, status, dueAt]) => ({ id, status, dueAt, problem: status, progress: { status } })), 1),
  wantedReads: listOf(fc.tuple(target, at, at).map(([id, requestedAt, dueAt]) => wantedRead(id, { requestedAt, dueAt }))),
  fulfilledReads: listOf(fc.tuple(target, at).map(([id, requestedAt]) => ({ storeId: store, kind: "order" as const, target: id, requestedAt })), 1),
  newDeliveries: listOf(fc.tuple(deliveryId, few("k1", "k2")).map(([id, deliveryKey]) => delivery(id, { deliveryKey: `${id}${deliveryKey}` })), 2),
  deliveries: listOf(fc.tuple(deliveryId, fc.constantFrom("applied" as const, "parked" as const, "waiting" as const), fc.option(at, { nil: undefined })).map(([id, status, dueAt]) => ({ id, status, reason: status, ...(dueAt === undefined ? {} : { dueAt }) })), 1),
});

/** Keys are new each time, so that what is sealed differs; all else must be equal. */
const comparable = (tables: Record<string, Record<string, unknown>[]>) =>
  Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(({ sealed: _sealed, ...row }) => JSON.stringify(row)).sort()]));

/** The same change sets leave the same rows and the same outcomes on both databases. */
export const equalityRules = (beds: () => { sqlite: Bed; postgresql: Bed }): void => {
  test("the same change sets have the same outcomes and leave the same rows", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(changeSet, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), async (batches) => {
      const apply = async (bed: Bed) => {
        const url = await bed.emptyUrl();
        const db = await openDatabase({ url, masterKeys: MASTER_KEYS });
        const outcomes = [];
        for (const batch of batches) outcomes.push(await db.commit(batch));
        const faults = (await db.ledgerFaults(merchant, 100)).filter((fault) => fault.rule === "balance-is-fold-of-entries");
        await db.close();
        return { outcomes, faults, tables: comparable(await bed.tables(url)) };
      };
      const [sqlite, postgresql] = await Promise.all([apply(beds().sqlite), apply(beds().postgresql)]);
      expect(postgresql).toEqual(sqlite);
      expect(sqlite.faults).toEqual([]);
    }), { numRuns: RUNS });
  }, 120_000);
};
