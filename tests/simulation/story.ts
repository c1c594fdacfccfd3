import type { ItemId, OrderId } from "../../app/domain/ids";
import type { World } from "./world";

const ENTRIES_MAX = 5_000;

/** All that is known of an order, by its name: history, decisions, calls, and what the platform has. */
export const orderStory = async ({ ground: { db }, merchantId, storeId, twin }: World, name: string): Promise<string> => {
  const theirs = [...twin.shop().orders.values()].find((order) => order.name === name);
  if (!theirs) return `${name} was never placed`;
  const id = `${storeId}-${theirs.id}` as OrderId;
  const [ours, decisions, history, intents] = await Promise.all([db.order(merchantId, id), db.decisions(merchantId, id), db.history(merchantId, id), db.intentsOfOrder(merchantId, id)]);
  const lines = [
    ...history.map((one) => `${one.at} ${one.actor} ${one.type} ${JSON.stringify(one.detail)}`),
    ...decisions.map((one) => `decision ${one.id} ${one.decidedAt} ${one.status} ${one.certificate.outcome} ${JSON.stringify(one.certificate.outcome === "routed" ? one.certificate.plan.assignments : one.certificate.shortages)} ${one.certificate.problem.locations.map((at) => `${at.locationId}: ${at.excluded ?? "may"} ${JSON.stringify(at.stock)}`).join("; ")}`),
    ...intents.map((one) => `call ${one.id} ${one.createdAt} ${one.status} ${one.attempts} ${JSON.stringify(one.intent)} ${one.problem ?? ""}`),
    `ours ${JSON.stringify(ours)}`,
    `platform ${JSON.stringify({ ...theirs, fulfillmentOrders: theirs.fulfillmentOrderIds.map((one) => twin.shop().fulfillmentOrders.get(one)), parcels: theirs.fulfillmentIds.map((one) => twin.shop().fulfillments.get(one)), refunds: theirs.refundIds.map((one) => twin.shop().refunds.get(one)) })}`,
  ];
  return lines.join("\n");
};

/** Every entry of a level, oldest first, by `item@location` in the house's ids, and what was found to differ. */
export const levelStory = async ({ ground: { db }, merchantId, storeId, memory, twin }: World, key: string): Promise<string> => {
  const [itemId, locationId] = key.split("@") as [ItemId, string];
  const entries = (await db.entriesOf(merchantId, itemId, ENTRIES_MAX)).filter((one) => one.locationId === locationId).reverse();
  const differences = (await db.differencesSince(merchantId, { storeId, since: 0, limit: ENTRIES_MAX })).filter((one) => one.itemId === itemId && one.locationId === locationId).reverse();
  const level = (await db.levels(merchantId, [itemId])).find((one) => one.locationId === locationId);
  return [
    ...entries.map((one) => `${one.at} ${one.cause} ${one.causeKey} ${one.state} ${one.delta}`),
    ...differences.map((one) => `differed ${JSON.stringify(one)}`),
    `edits by hand ${(memory.editsByHand.get(key) ?? []).join()}`,
    `ours ${JSON.stringify(level)}`,
    `item ${JSON.stringify(await db.itemsById(merchantId, [itemId]))}`,
    `platform ${JSON.stringify(twin.inspect().levels.find((one) => `${storeId}-${one.itemId}@${storeId}-${one.locationId}` === key))}`,
  ].join("\n");
};
