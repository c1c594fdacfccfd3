import type { OrderAggregate } from "../../app/db/port";
import type { Inspection } from "../../sandbox/shopify/inspect";
import type { World as Simulated } from "./world";

/** What the checks look at: the house's rows and the platform's own. */
export type World = Pick<Simulated, "twin" | "clock" | "merchantId" | "storeId" | "askedParcels" | "violations"> & Partial<Pick<Simulated, "books">> & { ground: Pick<Simulated["ground"], "db"> & Partial<Pick<Simulated["ground"], "journal" | "broken">> };

export interface Compared {
  platform: Inspection;
  order: Inspection["orders"][number];
  ours: OrderAggregate;
}

export const tail = (id: string | null): string => (id ?? "").split("-").at(-1) ?? "";

/** What its location has said that it can send of an item for this order at most. */
export const saidToHave = ({ order }: OrderAggregate, { itemId, locationId }: { itemId: string; locationId: string }): number =>
  Math.min(Infinity, ...order.rejected.filter((one) => tail(one.locationId) === locationId && (one.itemId === null || tail(one.itemId) === itemId)).map((one) => one.units));
