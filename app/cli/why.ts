import { namesOf, wordsFor } from "../http/api-v1/order-shape";
import { platformIdOf } from "../http/api-v1/arguments";
import { type MerchantId, type OrderId, toId } from "../domain/ids";
import type { OrderAggregate } from "../domain/records";
import { explain } from "../domain/routing/explain";
import { route } from "../domain/routing/solve";
import { canonicalJson } from "./canonical-json";
import { BadArgument, type CliWorld, type ExitCode, merchantsNamed } from "./command";

const SAME_NAME_MAX = 20;

/** Says why an order was routed as it was, and proves it: the decision is made again from its stored inputs and compared byte for byte. */
export async function why(world: CliWorld, name: string, options: { merchant?: string }): Promise<ExitCode> {
  const { flow, print } = world;
  const aggregate = await orderNamed(world, name, options.merchant);
  const { merchantId, id, status, problem } = aggregate.order;
  print(`Order ${aggregate.order.name} (${id}) is ${status}.`);
  const [decision] = await flow.db.latestDecisions(merchantId, [id]);
  if (!decision) {
    print(problem ?? "No routing decision has been made for it.");
    return 0;
  }
  const names = namesOf(await flow.db.locations(merchantId));
  for (const sentence of explain(decision.certificate, wordsFor(aggregate, names)).sentences) print(sentence);
  const same = canonicalJson(route(decision.certificate.problem)) === canonicalJson(decision.certificate);
  print(same ? "Decided again from the same inputs: the same decision, byte for byte." : "Decided again from the same inputs: a DIFFERENT decision. The routing code has changed since, or the record has.");
  return same ? 0 : 1;
}

async function orderNamed({ flow }: CliWorld, name: string, merchant: string | undefined): Promise<OrderAggregate> {
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
