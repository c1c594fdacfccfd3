import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { openFixtureShop } from "../../../tests/screens/fixture-context";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { storeRow } from "../../../tests/screens/fixture-rows";
import { customersPage } from "../customers/customers-page.server";
import { readListAddress } from "../list-address";
import { customerPage } from "./customer-page.server";
import { action, loader } from "./customer.server";

const shop = fixtureShop();

const address = (query = "") => readListAddress(new URL(`https://app.example/customers${query}`), ["search"]);
const page = (customerId: string) => customerPage(shop.db, storeRow(), { customerId, address: address() });
const post = (fields: Record<string, string>) => action({
  request: new Request("https://app.example/shopify/customers/s1-71", { method: "POST", body: new URLSearchParams(fields) }), params: { customerId: "s1-71" }, context: { switchyard: shop.context },
} as unknown as ActionFunctionArgs);

describe("customers", () => {
  test("are listed with their orders and what they spent in each currency, newest order first", async () => {
    const { rows } = await customersPage(shop.db, storeRow(), address());
    expect(rows.map(({ id }) => id)).toEqual(["s1-71", "s1-72", "s1-73"]);
    expect(rows[0]).toMatchObject({ name: "Rosa Diaz", email: "rosa@example.com", erased: false, spent: [expect.stringMatching(/^[$¥]/), expect.stringMatching(/^[$¥]/)] });
    expect(rows[2]).toMatchObject({ name: null, email: null, erased: false, orders: 1 });
  });

  test("are found by the words of their orders", async () => {
    expect((await customersPage(shop.db, storeRow(), address("?search=rosa"))).rows.map(({ id }) => id)).toEqual(["s1-71"]);
    expect((await customersPage(shop.db, storeRow(), address("?search=nobody"))).rows).toEqual([]);
  });
});

describe("a customer", () => {
  test("shows the profile, the orders and the totals", async () => {
    const shown = await page("s1-71");
    expect(shown).toMatchObject({ contact: { kind: "known", profile: { name: "Rosa Diaz", address: ["1200 W Grove St", "Boise ID 83702", "US"] } } });
    expect(shown?.rows[0]).toMatchObject({ name: "#1042", total: "$128.40" });
  });

  test("whom the shop withholds is told apart from one who was erased", async () => {
    expect((await page("s1-73"))?.contact).toEqual({ kind: "withheld" });
    const own = await openFixtureShop();
    await own.db.eraseContacts(storeRow().merchantId, ["c1"]);
    expect((await customerPage(own.db, storeRow(), { customerId: "s1-71", address: address() }))?.contact).toEqual({ kind: "erased" });
    await own.close();
  });

  test("who is unknown is not found", async () => {
    const args = { request: new Request("https://app.example/shopify/customers/none"), params: { customerId: "none" }, context: { switchyard: shop.context } } as unknown as LoaderFunctionArgs;
    await expect(loader(args)).rejects.toMatchObject({ status: 404 });
  });

  test("is exported and erased by one act each; an erasure says why", async () => {
    expect(await post({ act: "export" })).toMatchObject({ data: { ok: true } });
    expect(await post({ act: "erase", reason: " " })).toMatchObject({ data: { ok: false, problems: { reason: expect.any(String) } }, init: { status: 422 } });
    expect(await post({ act: "other" })).toMatchObject({ data: { ok: false } });
    await post({ act: "erase", reason: "Asked by e-mail" });
    expect(shop.asked).toMatchObject([{ verb: "exportCustomer", ask: { customerId: "s1-71", actor: "person:1" } }, { verb: "eraseCustomer", ask: { customerId: "s1-71", reason: "Asked by e-mail" } }]);
  });

  test("what could not be done is said", async () => {
    shop.answer.result = { ok: false, field: null, problem: "It is being erased already." };
    expect(await post({ act: "erase", reason: "x" })).toMatchObject({ data: { ok: false, problem: "It is being erased already." } });
  });
});
