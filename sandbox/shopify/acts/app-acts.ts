import { grantScopes, uninstall, withdrawScopes } from "../model/access";
import { forgetCustomer, ordersOf, requestPrivacy } from "../model/privacy";
import type { PrivacyTopic } from "../model/privacy";
import { found } from "../model/world";
import type { ActStage } from "./stage";

export interface AppActSetting extends ActStage {
  /** What the app asks for. */
  askedScopes(): readonly string[];
}

/** What the merchant does to the app, and what the law asks of it. */
export function appActs({ world, act, askedScopes }: AppActSetting) {
  const { shop } = world;
  const scopesNow = () => shop.grantedScopes ?? askedScopes();
  const customerOf = (id: string) => found(ordersOf(world, id)[0]?.customer ?? undefined, `customer ${id}`);
  return {
    uninstall: () => act(() => uninstall(world)),
    /** Webhooks flow again; the app's next token exchange does the same. */
    install: () => act(() => { shop.installed = true; }),
    withdrawScopes: (scopes: string[]) => act(() => withdrawScopes(world, scopesNow(), scopes)),
    grantScopes: (scopes: string[]) => act(() => grantScopes(world, scopesNow(), scopes)),
    /** About the customer of these orders. */
    requestPrivacy: (topic: PrivacyTopic, orderIds: string[] = []) => act(() =>
      requestPrivacy(world, { topic, orderIds, customer: orderIds.map((id) => shop.orders.get(id)?.customer).find((one) => one) ?? null })),
    /** A customer asks what is stored: `customers/data_request` for all their orders. */
    requestCustomerData: (customerId: string) => act(() =>
      requestPrivacy(world, { topic: "customers/data_request", customer: customerOf(customerId), orderIds: ordersOf(world, customerId).map(({ id }) => id) })),
    /** A customer is to be forgotten: `customers/redact`, and Shopify forgets too. */
    redactCustomer: (customerId: string) => act(() => {
      requestPrivacy(world, { topic: "customers/redact", customer: customerOf(customerId), orderIds: ordersOf(world, customerId).map(({ id }) => id) });
      forgetCustomer(world, customerId);
    }),
    /** Comes 48 hours after the app was uninstalled. */
    redactShop: () => act(() => requestPrivacy(world, { topic: "shop/redact", customer: null, orderIds: [] })),
  };
}
