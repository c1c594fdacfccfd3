import { type MerchantId, type OrderId, toId } from "../domain/ids";
import type { OrderAggregate } from "../domain/records";
import { platformIdOf } from "../http/api-v1/arguments";
import { BadArgument, type CliWorld, merchantsNamed } from "./command";

const SAME_NAME_MAX = 20;

/** The one order that a person means, by Switchyard's id, the platform's, or its name. Throws BadArgument. */
export async function orderNamed({ flow }: CliWorld, name: string, merchant: string | undefined): Promise<OrderAggregate> {
  const merchants = await merchantsNamed(flow.db, merchant);
  const found = (await Promise.all(merchants.map((merchantId) => ordersOf(flow.db, merchantId, name)))).flat();
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new BadArgument(`There is no order ${name}. Give Switchyard's id, the platform's id, or the name as the admin shows it, such as "#1001".`);
  throw new BadArgument(`Several orders are called ${name}. Give one of: ${found.map((one) => `${one.order.id} (${one.order.merchantId})`).join(", ")}.`);
}

async function ordersOf(db: CliWorld["flow"]["db"], merchantId: MerchantId, name: string): Promise<OrderAggregate[]> {
  const own = await db.order(merchantId, toId<OrderId>(name));
  if (own) return [own];
  const platformId = platformIdOf(name);
  const byId = platformId === null ? [] : (await db.findOrders({ merchantId, platformId, limit: SAME_NAME_MAX })).rows;
  const byName = byId.length > 0 ? [] : (await db.findOrders({ merchantId, search: name, limit: SAME_NAME_MAX })).rows.filter((row) => sameName(row.name, name));
  return db.orderAggregates(merchantId, [...byId, ...byName].map((row) => row.id));
}

/** A shell eats an unquoted `#`, so that people leave it out. */
const sameName = (known: string, given: string): boolean => known === given || known === `#${given}`;
