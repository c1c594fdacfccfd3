import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { orderIds } from "../../../tests/screens/fixture-shop";
import { action, loader } from "./order.server";

const shop = fixtureShop();

const argumentsOf = (request: Request, orderId = "o1042") => ({ request, params: { orderId }, context: { switchyard: shop.context } }) as ActionFunctionArgs;
const post = (fields: Record<string, string>) =>
  action(argumentsOf(new Request("https://app.example/shopify/orders/o1042", { method: "POST", body: new URLSearchParams(fields) })));

describe("acts on an order", () => {
  test("a good form asks once, for the order in the address and the person who asks", async () => {
    const answer = await post({ act: "ship", fulfillmentOrderId: "o1042-reno", "lines.o1042-cap": "2", "tracking.number": "1Z", notifyCustomer: "yes" });
    expect(answer).toMatchObject({ data: { ok: true }, init: { status: 200 } });
    expect(shop.asked).toMatchObject([{
      verb: "shipParcel",
      ask: { orderId: orderIds["split"], actor: "person:1", fulfillmentOrderId: "o1042-reno", lines: [{ orderLineId: "o1042-cap", quantity: 2 }], tracking: { company: null, number: "1Z", url: null }, notifyCustomer: true },
    }]);
  });

  test.each([
    [{ act: "hold", reason: "" }, "reason"],
    [{ act: "ship", fulfillmentOrderId: "f", "lines.a": "-1" }, "lines.a"],
    [{ act: "change-location", fulfillmentOrderId: "f", locationId: "" }, "locationId"],
  ])("bad input is told at its field and asks for nothing: %j", async (fields, field) => {
    const answer = await post(fields as Record<string, string>);
    expect(answer).toMatchObject({ data: { ok: false, problem: null }, init: { status: 422 } });
    expect(answer.data).toHaveProperty(["problems", field]);
    expect(shop.asked).toEqual([]);
  });

  test("a form that nobody knows is told to reload", async () => {
    expect(await post({ act: "explode" })).toMatchObject({ data: { ok: false, problem: "This page is out of date. Reload it and try again." } });
    expect(shop.asked).toEqual([]);
  });

  test("a refusal of the house stands at the field that it names", async () => {
    shop.answer.result = { ok: false, field: "lines.o1042-cap", problem: "Only 1 is left." };
    expect(await post({ act: "ship", fulfillmentOrderId: "f", "lines.o1042-cap": "2" })).toMatchObject({ data: { ok: false, problems: { "lines.o1042-cap": "Only 1 is left." } } });
    shop.answer.result = { ok: false, field: null, problem: "It is held." };
    expect(await post({ act: "release" })).toMatchObject({ data: { ok: false, problem: "It is held." } });
  });

  test("an order that is not there is not found", async () => {
    const request = new Request("https://app.example/shopify/orders/none");
    await expect(loader(argumentsOf(request, "none"))).rejects.toMatchObject({ status: 404 });
  });
});
