import type { CappedCount, Db } from "../../db/port";
import type { LocationId } from "../../domain/ids";
import type { OrderStatus } from "../../domain/orders/order-machine";
import type { StoreRecord } from "../../domain/records";
import type { TimelineItem } from "../../ui/plain/timeline";
import { activityItem } from "../activity-words";
import type { LocationForm } from "../acts-locations";
import { learnedView, type LearnedView } from "../locations/learned.server";
import { addressOf, dateIn, dueToday, UNSET_LOCATION } from "../locations/locations-page.server";

const ACTIVITY_SHOWN_MAX = 30;
const ORDERS_COUNTED_MAX = 1_000;

/** Open orders: those of which something can still stand at a location. */
const OPEN: readonly OrderStatus[] = ["captured", "allocated", "backordered", "held", "routed", "released", "partially-shipped"];

export interface LocationPage {
  id: string;
  name: string;
  address: string;
  active: boolean;
  fulfillsOnline: boolean;
  shipsInventory: boolean;
  thirdParty: boolean;
  /** What the form is saved on top of; 0: never saved. */
  version: number;
  settings: LocationForm;
  platform: { latitude: number | null; longitude: number | null; timeZone: string };
  due: CappedCount;
  /** Open orders that stand here now. */
  standing: CappedCount;
  today: string;
  /** Null: nothing is measured yet. */
  learned: LearnedView | null;
  toCount: { id: string; label: string; to: string; since: number }[];
  activity: TimelineItem[];
}

/** A location with what the platform says and what the merchant adds; null when the merchant has no such location. */
export async function locationPage(db: Db, store: StoreRecord, ask: { locationId: LocationId; now: number }): Promise<LocationPage | null> {
  const { merchantId } = store;
  const { locationId, now } = ask;
  const [locations, all, activity, standing, facts, policy, toCount] = await Promise.all([
    db.locations(merchantId), db.locationSettings(merchantId),
    db.activityPage(merchantId, { subject: { subjectKind: "location", subjectId: locationId }, limit: ACTIVITY_SHOWN_MAX }),
    db.countOrders({ merchantId, locationId, statuses: OPEN }, ORDERS_COUNTED_MAX),
    db.locationFacts(merchantId), db.latestPolicy(merchantId), shelvesToCount(db, store, locationId),
  ]);
  const location = locations.find((each) => each.id === locationId);
  if (location === undefined) return null;
  const { version, pausedReason, dailyParcels, cutOff, timeZone, workdays, holidays, latitude, longitude } = all.find((each) => each.locationId === locationId) ?? UNSET_LOCATION;
  const zone = timeZone ?? store.timeZone;
  const measured = facts.find((one) => one.locationId === locationId);
  return {
    id: locationId, name: location.name, address: addressOf(location), active: location.active, fulfillsOnline: location.fulfillsOnline, shipsInventory: location.shipsInventory,
    thirdParty: location.isFulfillmentService, version, settings: { pausedReason, dailyParcels, cutOff, timeZone, workdays, holidays, latitude, longitude },
    platform: { latitude: location.latitude, longitude: location.longitude, timeZone: store.timeZone },
    due: await dueToday(db, { location, timeZone: zone, now }), standing, today: dateIn(now, zone), toCount,
    learned: measured === undefined ? null : learnedView(measured.facts, measured.measuredAt, policy?.policy.learning ?? null), activity: activity.rows.map((record) => activityItem(record)),
  };
}

const NOTICES_MAX = 200;

async function shelvesToCount(db: Db, store: StoreRecord, locationId: LocationId): Promise<LocationPage["toCount"]> {
  const asked = (await db.openNotices(store.merchantId, store.id, NOTICES_MAX)).filter((one) => one.kind === "count-asked" && one.locationId === locationId);
  const items = await db.itemsById(store.merchantId, asked.flatMap((one) => (one.itemId === null ? [] : [one.itemId])));
  return asked.flatMap(({ id, itemId, createdAt }) => {
    const item = items.find((one) => one.id === itemId);
    return item === undefined ? [] : [{ id, label: item.title, to: `/inventory/${encodeURIComponent(item.id)}`, since: createdAt }];
  });
}
