import type { People } from "../person";
import type { FulfillmentOrder, InventoryItem, Location, Order, Shop } from "../model/records";

export type Group = "order" | "stock" | "locations" | "app";

/** What a button is about; what the page has not chosen is chosen for it. */
export interface Subject { shop: Shop; people: People; order: Order; item: InventoryItem; location: Location; scope: string }
export type Need = "order" | "item" | "location" | "scope";

/** One button of the panel: something that happens with sensible particulars. False: the shop does not allow it now. */
export interface Happening {
  name: string;
  group: Group;
  /** The heading in its group. */
  under: string;
  label: string;
  needs: readonly Need[];
  happen(subject: Subject): unknown;
}

export const fulfillmentOrdersOf = ({ shop, order }: Pick<Subject, "shop" | "order">): FulfillmentOrder[] =>
  order.fulfillmentOrderIds.map((id) => shop.fulfillmentOrders.get(id)).filter((one) => one !== undefined);

/** The first fulfillment order that passes, done with; false when there is none. */
export const onFirst = (subject: Subject, passes: (one: FulfillmentOrder) => boolean, act: (one: FulfillmentOrder) => unknown): unknown => {
  const chosen = fulfillmentOrdersOf(subject).find(passes);
  return chosen ? act(chosen) : false;
};
