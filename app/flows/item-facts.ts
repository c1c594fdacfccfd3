import type { ChangeSet } from "../domain/change-set";
import { type ItemId, idOf } from "../domain/ids";
import { isNewItem, itemRecord } from "../domain/orders/facts";
import type { PlatformItem } from "../domain/platform";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

/** Items as a product's message tells them; new ones, and those whose rules changed, have their stock read. */
export const itemFacts = async (ctx: FlowContext, store: StoreRecord, items: readonly PlatformItem[]): Promise<Pick<ChangeSet, "items" | "wantedReads">> => {
  const known = new Map((await ctx.db.itemsById(store.merchantId, items.map((item) => idOf<ItemId>(store.id, item.platformId)))).map((item) => [item.id, item]));
  const changed = items.filter((item) => isNewItem(known.get(idOf<ItemId>(store.id, item.platformId)), item));
  const now = ctx.now();
  return {
    items: changed.map((item) => itemRecord({ merchantId: store.merchantId, storeId: store.id }, item)),
    wantedReads: changed.map((item) => wantedRead(store, { kind: "item", target: item.platformId }, { now })),
  };
};
