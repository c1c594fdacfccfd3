import { afterEach, beforeEach, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../tests/screens/fixture-context";
import { MERCHANT, STORE, storeRow } from "../../tests/screens/fixture-rows";
import { askForErasure, askForExport } from "./people-acts";

let shop: FixtureShop;
beforeEach(async () => void (shop = await openFixtureShop()));
afterEach(() => shop.close());

const ask = { store: storeRow(), actor: "person:1", customerId: `${STORE}-71` };
const runs = (kind: "export-customer" | "erase-customer") => shop.db.runs(MERCHANT, { storeId: STORE, kinds: [kind], limit: 10 });
const acted = async () => (await shop.db.activityPage(MERCHANT, { subject: { subjectKind: "customer", subjectId: ask.customerId }, limit: 10 })).rows;

test("an export is a run under the person's name", async () => {
  expect(await askForExport(shop.context.flow, ask)).toMatchObject({ ok: true });
  expect((await runs("export-customer")).find((run) => run.id.startsWith("id-"))).toMatchObject({ status: "done", actor: "person:1", detail: { customer: "71" } });
  expect(await acted()).toMatchObject([{ verb: "customer-data-requested", actor: "person:1" }]);
});

test("an erasure says why, and is begun once however often it is asked for", async () => {
  expect(await askForErasure(shop.context.flow, { ...ask, reason: " " })).toMatchObject({ ok: false, field: "reason" });
  const first = await askForErasure(shop.context.flow, { ...ask, reason: "Asked by e-mail" });
  expect(await askForErasure(shop.context.flow, { ...ask, reason: "Asked again" })).toEqual(first);
  expect((await runs("erase-customer")).filter((run) => run.status === "running")).toHaveLength(1);
  expect(await acted()).toMatchObject([{ verb: "customer-erasure-requested", reason: "Asked by e-mail" }]);
});

test("nobody is nobody", async () => {
  for (const answer of [await askForExport(shop.context.flow, { ...ask, customerId: "none" }), await askForErasure(shop.context.flow, { ...ask, customerId: "none", reason: "x" })]) {
    expect(answer).toMatchObject({ ok: false, field: null });
  }
});
