import { exactNumber } from "../exact-json";
import type { Address, Customer, Order } from "./records";
import type { World } from "./world";

export type PrivacyTopic = "customers/data_request" | "customers/redact" | "shop/redact";

/** Whom tests ask about that never bought. */
const STRANGER: Customer = { id: "191167", firstName: "", lastName: "", email: "customer@example.com" };

export interface PrivacyWish { topic: PrivacyTopic; customer: Customer | null; orderIds: readonly string[] }

/** The mandatory privacy webhooks (shopify.dev: privacy law compliance); they come also when the app is gone. */
export function requestPrivacy(world: World, { topic, customer, orderIds }: PrivacyWish): void {
  const { shop } = world;
  const head = { shop_id: exactNumber(shop.id), shop_domain: shop.domain };
  const who = customer ?? STRANGER;
  const person = { id: exactNumber(who.id), email: who.email, phone: null };
  const orders = orderIds.map(exactNumber);
  world.emit(topic, { kind: "body", body: () => {
    if (topic === "shop/redact") return head;
    return topic === "customers/redact" ? { ...head, customer: person, orders_to_redact: orders } : { ...head, orders_requested: orders, customer: person, data_request: { id: exactNumber("9999") } };
  } });
}

const NOBODY: Pick<Address, "firstName" | "lastName" | "company" | "address1" | "address2" | "phone" | "latitude" | "longitude"> =
  { firstName: "", lastName: "", company: null, address1: null, address2: null, phone: null, latitude: null, longitude: null };

export const ordersOf = ({ shop }: Pick<World, "shop">, customerId: string): Order[] => [...shop.orders.values()].filter((order) => order.customer?.id === customerId);

/** Shopify too forgets who it was; town and country of old orders stay for the books (assumed). No `orders/updated` follows (assumed). */
export function forgetCustomer(world: World, customerId: string): void {
  for (const order of ordersOf(world, customerId)) {
    order.customer = null;
    order.email = "";
    order.phone = null;
    order.note = null;
    if (order.shippingAddress) order.shippingAddress = { ...order.shippingAddress, ...NOBODY };
  }
}
