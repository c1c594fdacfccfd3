import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import type { ActivityRecord } from "../../domain/desk";
import { toId, type ItemId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import { actorWords, detailWords, verbWords } from "../activity-words";
import { readListAddress, type ListAddress } from "../list-address";

export const ACTIVITY_PER_PAGE = 50;

export interface ActivityRow {
  id: string;
  at: number;
  what: string;
  about: string;
  /** Where what it is about can be seen; null: nowhere of its own. */
  to: string | null;
  who: string;
  reason: string | null;
  detail: string;
}

export interface ActivityPageModel {
  address: ListAddress;
  rows: ActivityRow[];
  nextCursor: string | null;
}

export async function activityPage(db: Db, store: StoreRecord, address: ListAddress): Promise<ActivityPageModel> {
  const { merchantId } = store;
  const found = await db.activityPage(merchantId, { limit: ACTIVITY_PER_PAGE, ...(address.cursor === null ? {} : { cursor: address.cursor }) });
  const itemIds = [...new Set(found.rows.filter((row) => row.subjectKind === "item").map((row) => toId<ItemId>(row.subjectId)))];
  const [items, locations, stores] = await Promise.all([db.itemsById(merchantId, itemIds), db.locations(merchantId), db.stores(merchantId)]);
  const names = new Map<string, string>([
    ...items.map((item): [string, string] => [`item:${item.id}`, item.title]), ...locations.map((location): [string, string] => [`location:${location.id}`, location.name]),
    ...stores.map((each): [string, string] => [`store:${each.id}`, each.name]),
  ]);
  return { address, nextCursor: found.nextCursor, rows: found.rows.map((record) => rowOf(record, names)) };
}

const KINDS: Record<ActivityRecord["subjectKind"], { word: string; base: string | null }> = {
  item: { word: "Item", base: "/inventory" }, location: { word: "Location", base: "/locations" }, customer: { word: "A customer", base: "/customers" },
  store: { word: "Store", base: null }, "api-key": { word: "API key", base: null }, view: { word: "View", base: null }, exception: { word: "Exception", base: null },
};

function rowOf(record: ActivityRecord, names: ReadonlyMap<string, string>): ActivityRow {
  const { word, base } = KINDS[record.subjectKind];
  return {
    id: record.id, at: record.at, what: verbWords(record.verb), about: names.get(`${record.subjectKind}:${record.subjectId}`) ?? word,
    to: base === null || record.subjectId === "" ? null : `${base}/${encodeURIComponent(record.subjectId)}`, who: actorWords(record.actor), reason: record.reason, detail: detailWords(record.detail),
  };
}

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await activityPage(flow.db, store, readListAddress(new URL(request.url), [])) };
};
