import { expect, it } from "vitest";
import { toId, type PlatformId } from "../../../app/domain/ids";
import type { Intent } from "../../../app/domain/messages";
import { loadSchema } from "../../../sandbox/shopify/schema";
import { createTwin } from "../../../sandbox/shopify/twin";
import type { Attempt } from "../port";
import { readAppConfig } from "./fixtures/app-config";
import { createShopifyChannel } from "./index";

const DOMAIN = "demo.myshopify.com";
const id = (text: string) => toId<PlatformId>(text);
const attempt: Attempt = { number: 1, key: "k", progress: {}, saveProgress: () => Promise.resolve() };

/** An order of two goods, one of which was sent away and came back: two open parts at one location. */
const twoPartsAtOneLocation = () => {
  const now = Date.UTC(2026, 10, 2);
  const twin = createTwin({
    seed: 3, now: () => now, schema: loadSchema(), ...readAppConfig(), domains: [DOMAIN], coins: { moveMergesAtDestination: false, editReplacesFulfillmentOrder: false },
    store: { products: 30, unitsLow: 20, unitsHigh: 40, untrackedShare: 0, digitalShare: 0, continueSellingShare: 0, locations: 2 },
  });
  const everywhere = [...twin.shop().variants.values()].filter(({ itemId }) => [...(twin.shop().items.get(itemId)?.levels.values() ?? [])].filter((level) => level.active).length === 2);
  const [first, second] = everywhere.map((variant) => variant.id) as [string, string];
  const order = twin.people().placeOrder({ lines: [{ variantId: first, quantity: 1 }, { variantId: second, quantity: 1 }] });
  const parts = () => twin.inspect().fulfillmentOrders.filter((one) => one.orderId === order?.id && one.open);
  const channel = createShopifyChannel({ fetch: (url, init) => twin.fetch(url, init), now: () => now, sleep: () => Promise.resolve() });
  const perform = (intent: Intent) => channel.perform({ domain: DOMAIN, token: twin.grantToken(DOMAIN) }, intent, attempt);
  return { twin, parts, perform };
};

it("joins parts at one location once, and leaves nothing to do for the second time", async () => {
  const { twin, parts, perform } = twoPartsAtOneLocation();
  const [whole] = parts();
  const away = [...twin.shop().locations.keys()].find((location) => location !== whole?.locationId) as string;
  const line = id(whole?.lines[0]?.lineId ?? "");
  const rest = whole?.lines.slice(1).map((one) => ({ orderLinePlatformId: id(one.lineId), quantity: one.remaining })) ?? [];
  const moved = await perform({
    kind: "place", fulfillmentOrderId: toId("fo"), fulfillmentOrderPlatformId: id(whole?.id ?? ""), parts: [
      { locationId: toId("away"), locationPlatformId: id(away), lines: [{ orderLinePlatformId: line, quantity: 1 }] },
      { locationId: toId("home"), locationPlatformId: id(whole?.locationId ?? ""), lines: rest },
    ],
  });
  expect(moved.status).toBe("done");
  const sent = parts().find((one) => one.locationId === away);
  twin.people().moveElsewhere(sent?.id ?? "", whole?.locationId ?? "");
  const before = parts();
  expect(before.map((one) => one.locationId)).toEqual([whole?.locationId, whole?.locationId]);

  const intent: Intent = { kind: "merge", fulfillmentOrderPlatformId: id(before[0]?.id ?? ""), others: before.slice(1).map((one) => id(one.id)) };
  expect((await perform(intent)).status).toBe("done");
  expect(parts().map((one) => one.lines.filter((each) => each.remaining > 0).length)).toEqual([2]);
  expect((await perform(intent)).status).toBe("done");
  expect(parts()).toHaveLength(1);
});
