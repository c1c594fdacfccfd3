import type { ItemId, LocationId, OrderId } from "../../app/domain/ids";
import type { Inspection } from "../../sandbox/shopify/inspect";
import { checkBackorder, placesNow } from "./checks-waiting";
import { type Compared, type World, tail } from "./compared";
import { checkJournal } from "./journal";

/** Checks that hold after every single event, faults or not. */
export const checkAlways = async (world: World): Promise<string[]> => {
  const faults = await world.ground.db.ledgerFaults(world.merchantId, 5);
  return [
    ...world.violations.splice(0), ...(world.ground.broken?.splice(0) ?? []),
    ...faults.map((fault) => `ledger-${fault.rule}: item ${fault.itemId} at ${fault.locationId}: expected ${fault.expected}, found ${fault.found} (${fault.detail})`),
    ...(await checkJournal({ ...world, journal: world.ground.journal })), ...checkParcels(world),
  ];
};

/** One act, at most one parcel: our tracking numbers are unique to the act that asked for them. */
const checkParcels = (world: World): string[] => {
  const seen = new Map<string, number>();
  for (const fulfillment of world.twin.shop().fulfillments.values()) {
    for (const number of fulfillment.tracking.numbers) if (number.startsWith("SY-")) seen.set(number, (seen.get(number) ?? 0) + 1);
  }
  return [...seen].flatMap(([number, times]) => {
    if (times > 1) return [`one-parcel-per-act: ${number} was shipped ${times} times`];
    return world.askedParcels.has(number) ? [] : [`one-parcel-per-act: ${number} was shipped, but nobody asked for it`];
  });
};

/** Checks that hold when the faults are over and nothing waits: the house says what the platform says. */
export const checkSettled = async (world: World): Promise<string[]> => {
  const platform = world.twin.inspect();
  const faults: string[] = [];
  const backlog = await world.ground.db.backlog(world.clock.now);
  if (backlog.inboxParked > 0) faults.push(`nothing-parked: ${(await world.ground.db.parkedDeliveries(world.merchantId, "", 3)).rows.map((row) => `${row.topic}: ${row.reason}`).join(" | ")}`);
  if (backlog.readsFailed > 0) faults.push(`no-read-failed: ${(await world.ground.db.failedReads(world.merchantId, 3)).map((row) => `${row.kind} ${row.target}: ${row.problem}`).join(" | ")}`);
  const orders = await world.ground.db.orderAggregates(world.merchantId, platform.orders.map((order) => orderIdOf(world, order.id)));
  const byId = new Map(orders.map((one) => [one.order.id, one]));
  for (const order of platform.orders) {
    const ours = byId.get(orderIdOf(world, order.id));
    if (!ours) faults.push(`every-order-known: ${order.name} is missing`);
    else faults.push(...(await checkOrder(world, { platform, order, ours })));
  }
  return [...faults, ...(await checkLevels(world, platform))];
};

const orderIdOf = (world: World, platformId: string): OrderId => `${world.storeId}-${platformId}` as OrderId;

const checkOrder = async (world: World, { platform, order, ours }: Compared): Promise<string[]> => {
  const faults: string[] = [];
  const say = (rule: string, words: string) => faults.push(`${rule}: ${order.name} (${ours.order.status}): ${words}`);
  const theirs = platform.fulfillmentOrders.filter((one) => one.orderId === order.id && one.open).map((one) => `${one.locationId} ${one.lines.filter((line) => line.remaining > 0).map((line) => `${line.lineId}×${line.remaining}`).sort().join(",")}`).sort();
  const known = ours.fulfillmentOrders.filter((one) => ["open", "in-progress", "on-hold", "scheduled"].includes(one.status))
    .map((one) => `${tail(one.locationId)} ${one.lines.filter((line) => line.remainingQuantity > 0).map((line) => `${tail(line.orderLineId)}×${line.remainingQuantity}`).sort().join(",")}`).sort();
  if (theirs.join(" | ") !== known.join(" | ")) say("fulfillment-orders-agree", `platform has ${theirs.join(" | ") || "none"}, we have ${known.join(" | ") || "none"}`);
  if (ours.allocations.some((one) => one.status === "planned")) say("no-plan-pending", "units are still planned");
  if ((ours.order.status === "cancelled") !== order.cancelled) say("cancellation-agrees", `platform says cancelled: ${order.cancelled}`);
  for (const line of order.lines) {
    const shipped = ours.shipments.filter((one) => one.status === "confirmed").flatMap((one) => one.lines).filter((one) => tail(one.orderLineId) === line.id).reduce((sum, one) => sum + one.quantity, 0);
    if (shipped !== line.shipped) say("parcels-agree", `line ${line.id}: platform shipped ${line.shipped}, we know of ${shipped}`);
  }
  const paidBack = platform.refunds.filter((one) => one.orderId === order.id).map((one) => refundText(one.id, { ...one, totalMinor: one.amountMinor, lines: one.lines.map((line) => ({ ...line, restock: RESTOCK[line.restockType] ?? line.restockType })) })).sort();
  const knownBack = ours.order.refunds.map((one) => refundText(one.platformId, { ...one, lines: one.lines.map((line) => ({ ...line, lineId: tail(line.orderLineId), locationId: line.locationId && tail(line.locationId) })) })).sort();
  if (paidBack.join(" | ") !== knownBack.join(" | ")) say("refunds-agree", `platform has ${paidBack.join(" | ") || "none"}, we have ${knownBack.join(" | ") || "none"}`);
  const open = await world.ground.db.openIntents(world.merchantId, [ours.order.id]);
  if (open.length > 0) say("outbox-drained", open.map((row) => `${row.intent.kind} ${row.problem ?? ""}`).join(", "));
  if (ours.order.status === "backordered") faults.push(...checkBackorder({ platform, order, ours }, await placesNow(world)));
  return faults;
};

const RESTOCK: Record<string, string> = { CANCEL: "cancel", RETURN: "return", NO_RESTOCK: "none" };

interface PaidBack { totalMinor: number; lines: readonly { lineId: string; quantity: number; restock: string; locationId: string | null }[] }

const refundText = (id: string, { totalMinor, lines }: PaidBack): string =>
  `${id} ${totalMinor} ${lines.map((line) => `${line.lineId}×${line.quantity} ${line.restock} ${line.locationId ?? "nowhere"}`).sort().join(",")}`;

const checkLevels = async (world: World, platform: Inspection): Promise<string[]> => {
  const itemIds = [...new Set(platform.levels.map((level) => `${world.storeId}-${level.itemId}` as ItemId))];
  const levels = new Map((await world.ground.db.levels(world.merchantId, itemIds)).map((level) => [`${level.itemId}@${level.locationId}`, level]));
  // Units that were ordered while their item was not tracked stand in no level of the platform.
  const placed = new Map<string, number>();
  for (const one of platform.fulfillmentOrders.filter((part) => part.open)) for (const { itemId, remaining } of one.lines) placed.set(`${itemId}@${one.locationId}`, (placed.get(`${itemId}@${one.locationId}`) ?? 0) + remaining);
  return platform.levels.filter((level) => level.active && level.tracked).flatMap((level) => {
    const ours = levels.get(`${world.storeId}-${level.itemId}@${`${world.storeId}-${level.locationId}` as LocationId}`);
    if (!ours) return [`levels-agree: item ${level.itemId} at ${level.locationId} is unknown`];
    const here = `on hand ${ours.onHand}, available ${ours.available}, committed ${ours.committed}+${ours.unattributed}`;
    const committed = placed.get(`${level.itemId}@${level.locationId}`) ?? 0;
    const there = `on hand ${level.onHand}, available ${level.available}, committed ${committed}+${level.committed - committed}`;
    return here === there ? [] : [`levels-agree: item ${level.itemId} at ${level.locationId}: platform has ${there}; we have ${here}`];
  });
};
