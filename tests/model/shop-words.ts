import { type PlatformId, toId } from "../../app/domain/ids";
import type { PlatformFulfillmentOrder, PlatformItem, PlatformItemReading, PlatformOrder, PlatformOrderReading } from "../../app/domain/platform";
import { isLiving, openUnits, type Part, type Shop, type ShopOrder, type Unit } from "./shop-model";

/** What the shop of the model says, in the platforms' common language. */

const id = (name: string): PlatformId => toId<PlatformId>(name);
const isBought = (unit: Unit): boolean => unit.fate === "open" || unit.fate === "shipped";

export const bodyOf = (order: ShopOrder): PlatformOrder => ({
  platformId: id(order.name), name: `#${order.name}`, source: "online", financialStatus: "paid", currency: "USD", totalMinor: 1_000, presentmentCurrency: "USD",
  presentmentTotalMinor: 1_000, customerPlatformId: null, tags: [], customerTags: [], test: false, placedAt: order.placedAt, updatedAt: order.updatedAt, cancelledAt: order.cancelledAt,
  contact: null, shipTo: { countryCode: "US", provinceCode: "NV", postalCode: "89501", latitude: null, longitude: null },
  lines: order.lines.map((line) => {
    const units = order.units.filter((unit) => unit.line === line.name);
    return {
      platformId: id(line.name), variantPlatformId: id(`v-${line.item}`), itemPlatformId: id(line.item), sku: line.item, title: line.item, quantity: units.length,
      currentQuantity: units.filter(isBought).length, requiresShipping: true, unitPriceMinor: 1_000, bundle: null,
    };
  }),
});

const partOf = (order: ShopOrder, part: Part): PlatformFulfillmentOrder => ({
  platformId: id(part.name), locationPlatformId: id(part.place), status: part.status, requestStatus: part.request, deliveryMethod: "shipping",
  holds: part.holds.map(({ name, handle }) => ({ platformId: id(name), handle, reason: "other" })), fulfillAt: null, fulfillBy: null, updatedAt: part.updatedAt,
  actions: part.place === "partner" && isLiving(part) ? ["request-fulfillment"] : [],
  lines: order.lines.flatMap((line) => {
    const units = order.units.filter((unit) => unit.part === part.name && unit.line === line.name && unit.fate !== "off");
    return units.length === 0 ? [] : [{
      platformId: id(`${part.name}-${line.name}`), orderLinePlatformId: id(line.name), itemPlatformId: id(line.item), totalQuantity: units.length,
      remainingQuantity: openUnits(order, part).filter((unit) => unit.line === line.name).length, requiresShipping: true,
    }];
  }),
});

export const orderReadingOf = (order: ShopOrder): PlatformOrderReading => ({
  order: bodyOf(order),
  fulfillmentOrders: order.parts.map((part) => partOf(order, part)),
  fulfillments: order.parcels.map((parcel) => ({
    platformId: id(parcel.name), fulfillmentOrderPlatformIds: [id(parcel.part)], locationPlatformId: id(parcel.place), status: parcel.status, createdAt: parcel.createdAt,
    company: null, number: parcel.number, url: null, lines: Object.entries(parcel.units).filter(([, units]) => units > 0).map(([line, quantity]) => ({ orderLinePlatformId: id(line), quantity })),
  })),
  refunds: order.refunds.map(({ name, createdAt, lines }) => ({
    platformId: id(name), createdAt, totalMinor: 0, presentmentTotalMinor: 0,
    lines: lines.map((line) => ({ orderLinePlatformId: id(line.line), quantity: line.units, restock: line.restock, locationPlatformId: line.place === null ? null : id(line.place) })),
  })),
  items: [...new Set(order.lines.map((line) => line.item))].map(itemOf),
});

const itemOf = (item: string): PlatformItem => ({
  platformId: id(item), variantPlatformId: id(`v-${item}`), productPlatformId: null, sku: item, title: item, tracked: item !== "card", continueSelling: item === "tee",
  requiresShipping: true, weightGrams: 400, productTags: [], productType: "", updatedAt: 1,
});

export const itemReadingOf = (shop: Shop, item: string): PlatformItemReading => ({
  item: itemOf(item),
  levels: [...shop.shelves.keys()].filter((shelf) => shelf.startsWith(`${item} at `)).map((shelf) => {
    const place = shelf.slice(`${item} at `.length);
    const [available, committed] = [shop.available(item, place), shop.committed(item, place)];
    return { locationPlatformId: id(place), active: true, onHand: available + committed, available, committed, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0 };
  }),
});
