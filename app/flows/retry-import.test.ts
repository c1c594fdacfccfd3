import { afterEach, beforeEach, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../tests/screens/fixture-context";
import { MERCHANT, NOW, STORE, storeRow } from "../../tests/screens/fixture-rows";
import { retryImport } from "./retry-import";

let shop: FixtureShop;
beforeEach(async () => void (shop = await openFixtureShop({ empty: true })));
afterEach(() => shop.close());

const retry = () => retryImport(shop.context.flow, { store: storeRow(), actor: "person:1" });
const imports = () => shop.db.runs(MERCHANT, { storeId: STORE, kinds: ["import-locations", "import-items", "import-orders"], limit: 20 });
const verbs = async () => (await shop.db.activityPage(MERCHANT, { limit: 10 })).rows.map(({ verb }) => verb);

test("where no import was ever begun, one begins; while it runs, a second does not", async () => {
  expect(await retry()).toEqual({ ok: true });
  expect((await imports()).map(({ kind, status }) => [kind, status]).sort()).toEqual([["import-items", "running"], ["import-locations", "running"], ["import-orders", "running"]]);
  await retry();
  expect(await imports()).toHaveLength(3);
  expect(await verbs()).toEqual(["import-retried", "import-begun"]);
});

test("a read that failed is taken up again, and nothing is begun anew", async () => {
  const read = { merchantId: MERCHANT, storeId: STORE, kind: "orders" as const, target: "", requestedAt: NOW, dueAt: NOW, attempts: 5 };
  await shop.db.commit([{ merchantId: MERCHANT, guards: [], wantedReads: [{ ...read, status: "waiting", problem: null }] }]);
  await shop.db.postponeReads([{ ...read, status: "failed", problem: "Your shop did not answer." }]);
  const failed = await shop.db.failedReads(MERCHANT, 10);
  expect(failed).toHaveLength(1);
  await retry();
  expect(await shop.db.failedReads(MERCHANT, 10)).toEqual([]);
  expect(await imports()).toEqual([]);
});
