import type { Order } from "../model/records";
import type { Context } from "./context";
import { search } from "./search";

/** Counts stop at 10,000 unless another limit, or none by an explicit null, is given (schema, ordersCount). */
const LIMIT = 10_000;

interface Wish { query?: string | null; limit?: number | null }

function counted(count: number, { limit = LIMIT }: Wish) {
  return limit !== null && count > limit ? { count: limit, precision: "AT_LEAST" } : { count, precision: "EXACT" };
}

export const countQueries: Record<string, (args: never, context: Context) => unknown> = {
  productVariantsCount: (wish: Wish, { shop }) => counted(shop.variants.size, wish),
  productsCount: (wish: Wish, { shop }) => counted(shop.products.size, wish),
  ordersCount: (wish: Wish, { shop }) => counted(search(shop.orders.values(), wish.query, {
    updated_at: (order: Order) => order.updatedAt - (order.updatedAt % 1000), created_at: (order: Order) => order.createdAt - (order.createdAt % 1000),
  }).length, wish),
};
