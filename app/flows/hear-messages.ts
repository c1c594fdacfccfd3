import type { HeardMessage } from "../domain/drift/drift";
import type { MerchantId } from "../domain/ids";
import type { FlowContext } from "./context";
import { isLate } from "./note-drift";
import type { Interpreted } from "./settling";

/** What a message is about, as drifts name it; empty: of nothing that drifts. */
const aboutOf = ({ meaning }: Interpreted): string[] => {
  if (meaning.kind === "order") return [`order:${meaning.order.platformId}`];
  if (meaning.kind !== "hint") return [];
  return meaning.reads.flatMap(({ kind, target }) => (kind === "order" || kind === "item" ? [`${kind}:${target}`] : []));
};

/**
 * Of a batch, the messages that a drift leans on, by delivery: late ones, and those that a drift waits to hear. They are kept beside
 * the inbox, where nothing finds a message by what it is about.
 */
export const heardOf = async (ctx: FlowContext, batch: readonly Interpreted[]): Promise<Map<string, HeardMessage[]>> => {
  const abouts = new Map<MerchantId, Set<string>>();
  for (const one of batch) {
    const known = abouts.get(one.store.merchantId) ?? new Set<string>();
    for (const about of aboutOf(one)) known.add(about);
    abouts.set(one.store.merchantId, known);
  }
  const awaited = new Map<MerchantId, Set<string>>();
  for (const [merchantId, names] of abouts) if (names.size > 0) awaited.set(merchantId, new Set(await ctx.db.awaitedMessages(merchantId, [...names])));
  const heard = new Map<string, HeardMessage[]>();
  for (const one of batch) {
    const { delivery, store } = one;
    const waits = awaited.get(store.merchantId);
    const rows = aboutOf(one).filter((about) => isLate(delivery) || waits?.has(about)).map((about): HeardMessage => ({
      merchantId: store.merchantId, id: delivery.id, storeId: store.id, about, why: waits?.has(about) ? "awaited" : "late", topic: delivery.topic, deliveryKey: delivery.deliveryKey,
      triggeredAt: delivery.triggeredAt, receivedAt: delivery.receivedAt,
    }));
    if (rows.length > 0) heard.set(delivery.id, rows);
  }
  return heard;
};

/** Drifts that waited for what was heard are looked at now. */
export const wakeHearing = async (ctx: FlowContext, heard: ReadonlyMap<string, HeardMessage[]>): Promise<void> => {
  const abouts = new Map<MerchantId, string[]>();
  for (const { merchantId, about, why } of [...heard.values()].flat()) if (why === "awaited") abouts.set(merchantId, [...(abouts.get(merchantId) ?? []), about]);
  for (const [merchantId, names] of abouts) await ctx.db.wakeDrifts(merchantId, names, ctx.now());
};
