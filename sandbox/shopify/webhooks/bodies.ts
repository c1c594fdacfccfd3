import type { Shop } from "../model/records";
import type { Subject } from "../model/world";
import { fulfillmentBody } from "./fulfillment-body";
import { inventoryItemBody, levelBody, locationBody, productBody, shopBody } from "./item-bodies";
import { orderBody } from "./order-body";
import { refundBody } from "./refund-body";

/** A webhook's body, REST-shaped as the platform's are. */
export function bodyOf(shop: Shop, subject: Subject): unknown {
  switch (subject.kind) {
    case "order": return orderBody(shop, subject.order);
    case "fulfillment": return fulfillmentBody(shop, subject.order, subject.fulfillment);
    case "refund": return refundBody(shop, subject.order, subject.refund);
    case "product": return productBody(shop, subject.product);
    case "item": return inventoryItemBody(subject.item);
    case "level": return levelBody(shop, subject.level);
    case "location": return locationBody(shop, subject.location);
    case "shop": return shopBody(shop);
    case "body": return subject.body();
  }
}
