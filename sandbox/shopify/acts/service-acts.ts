import { acceptCancellation, acceptRequest, failToComplete, rejectCancellation, rejectRequest, requestCancellation, submitRequest } from "../model/fulfillment-request";
import { addLocation } from "../model/location";
import { addProduct } from "../model/product";
import { finders } from "./stage";
import type { ActStage } from "./stage";

const GOODS = ["Camp stove", "Trail lantern", "Field kettle", "Tarp", "Enamel pot", "Folding cup"];
const GOODS_AT_FIRST = 3;
const UNITS_AT_FIRST = 60;

/** What a merchant asks a fulfillment service (3PL) for, and what it answers. Each is false when it was not possible. */
export function serviceActs({ world, act }: ActStage) {
  const { fulfillmentOrder } = finders(world);
  return {
    /** A 3PL's location with products that only it stocks, so that their orders go there. */
    openThirdParty: (wish: { name?: string; products?: number; units?: number } = {}) => act(() => {
      const location = addLocation(world, { name: wish.name ?? "Harbor 3PL", isFulfillmentService: true });
      const variantIds = GOODS.slice(0, wish.products ?? GOODS_AT_FIRST).map((title, index) =>
        addProduct(world, { title, sku: `3PL-${String(index + 1).padStart(3, "0")}`, stock: { [location.id]: wish.units ?? UNITS_AT_FIRST } }).id);
      return { locationId: location.id, variantIds };
    }),
    submitToService: (fulfillmentOrderId: string, wish: { lines?: { id: string; quantity: number }[]; message?: string } = {}) => act(() =>
      submitRequest(world, { fulfillmentOrder: fulfillmentOrder(fulfillmentOrderId), lines: wish.lines, message: wish.message }).ok),
    serviceAccepts: (fulfillmentOrderId: string, message: string | null = null) => act(() => acceptRequest(world, fulfillmentOrder(fulfillmentOrderId), message).ok),
    serviceRejects: (fulfillmentOrderId: string, message: string | null = "Out of stock at our warehouse.") => act(() => rejectRequest(world, fulfillmentOrder(fulfillmentOrderId), message).ok),
    askServiceToCancel: (fulfillmentOrderId: string, message: string | null = null) => act(() => requestCancellation(world, fulfillmentOrder(fulfillmentOrderId), message).ok),
    serviceAcceptsCancellation: (fulfillmentOrderId: string, message: string | null = null) => act(() => acceptCancellation(world, fulfillmentOrder(fulfillmentOrderId), message).ok),
    serviceRejectsCancellation: (fulfillmentOrderId: string, message: string | null = "It is packed already.") => act(() => rejectCancellation(world, fulfillmentOrder(fulfillmentOrderId), message).ok),
    serviceFails: (fulfillmentOrderId: string, message: string | null = "We can't find the rest.") => act(() => failToComplete(world, fulfillmentOrder(fulfillmentOrderId), message).ok),
  };
}
