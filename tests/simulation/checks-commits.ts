import type { Db } from "../../app/db/port";
import type { ChangeSet } from "../../app/domain/change-set";
import type { RejectionRecord } from "../../app/domain/experience";
import type { Assignment } from "../../app/domain/routing/types";
import type { DecisionRecord, OrderRecord, PolicyRecord } from "../../app/domain/records";
import { isSame } from "../../app/domain/same";
import { mayLeave, parcelsMax, rulesFor } from "./plain-policy";

/** What was committed just now, held against what stands in the database at this moment: only now is it known what was in force. */
export const checkCommitted = async (db: Db, set: ChangeSet, now: number): Promise<string[]> => [
  ...(await checkDecisions(db, set)), ...(await checkRooms(db, set)), ...checkExchange(set), ...(await checkRemedies(db, set)), ...(await checkEndings(db, set, now)), ...(await checkPublished(db, set)),
];

/** Every decision follows the policy that is in force, and none asks a location for what it has turned down. */
const checkDecisions = async (db: Db, { merchantId, decisions = [], orders = [] }: ChangeSet): Promise<string[]> => {
  const policy = decisions.length === 0 ? null : await db.latestPolicy(merchantId);
  if (!policy) return [];
  return decisions.flatMap((decision) => {
    const order = orders.find((one) => one.order.id === decision.orderId)?.order;
    return order ? [...disobeys(decision, { order, policy }), ...asksAgain(decision, order)].map((words) => `${words} (${decision.id} of ${order.name})`) : [];
  });
};

interface Judged {
  order: OrderRecord;
  policy: PolicyRecord;
}

interface Taken extends Assignment {
  itemId: string;
}

const takenBy = ({ certificate }: DecisionRecord): Taken[] => {
  if (certificate.outcome !== "routed") return [];
  const itemOf = new Map(certificate.problem.lines.map((line) => [line.lineId, line.itemId]));
  return certificate.plan.assignments.map((one) => ({ ...one, itemId: itemOf.get(one.lineId) ?? "" }));
};

const disobeys = (decision: DecisionRecord, { order, policy }: Judged): string[] => {
  const { problem } = decision.certificate;
  if (problem.policyVersion !== policy.version) return [`policy-is-obeyed: version ${problem.policyVersion} was followed while ${policy.version} is in force`];
  const rules = rulesFor(policy.policy, order);
  const taken = takenBy(decision);
  const barred = taken.filter((one) => !mayLeave(rules, one)).map((one) => `policy-is-obeyed: ${one.itemId} leaves ${one.locationId}, which version ${policy.version} forbids`);
  const parcels = new Set(taken.map((one) => one.locationId)).size;
  const most = parcelsMax(rules, problem.lines.map((line) => line.itemId));
  return [
    ...barred, ...(parcels > most ? [`policy-is-obeyed: it leaves in ${parcels} parcels, and version ${policy.version} allows ${most}`] : []),
    ...(isSame(problem.policy, policy.policy.tariff) ? [] : [`policy-is-obeyed: it was priced by another tariff than that of version ${policy.version}`]),
  ];
};

const asksAgain = (decision: DecisionRecord, { rejected }: OrderRecord): string[] =>
  rejected.flatMap(({ locationId, itemId, units }) => {
    const asked = takenBy(decision).reduce((sum, one) => sum + (one.locationId === locationId && (itemId === null || one.itemId === itemId) ? one.units : 0), 0);
    return asked > units ? [`turned-down-stays-away: ${asked} of ${itemId ?? "it"} are asked of ${locationId}, which said that it can send ${units}`] : [];
  });

/** Of a day nothing was taken beyond what its location can send. */
const checkRooms = async (db: Db, { merchantId, parcelDays = [] }: ChangeSet): Promise<string[]> => {
  const taken = parcelDays.filter((one) => one.by > 0);
  if (taken.length === 0) return [];
  const [settings, days] = [await db.locationSettings(merchantId), await db.parcelDays(merchantId, taken.map((one) => one.day).sort()[0] ?? "")];
  return taken.flatMap(({ locationId, day }) => {
    const limit = settings.find((one) => one.locationId === locationId)?.dailyParcels ?? Infinity;
    const there = days.find((one) => one.locationId === locationId && one.day === day)?.taken ?? 0;
    return there > limit ? [`rooms-are-kept: ${locationId} can send ${limit} parcels a day, and has promised ${there} for ${day}`] : [];
  });
};

/** Plans that exchange stock change together, and none of an order that somebody has put somewhere or begun. */
const checkExchange = ({ events = [], orders = [] }: ChangeSet): string[] => {
  const together = events.filter((event) => event.type === "planned-together");
  return together.flatMap(({ orderId, detail }) => {
    const order = orders.find((one) => one.order.id === orderId)?.order;
    const isOurs = order && order.byHandSince === null && order.holdReason === null && order.cancelledAt === null;
    return [
      ...(detail["orders"] === together.length ? [] : [`exchange-is-whole: ${order?.name} was planned with ${String(detail["orders"])} orders, of which ${together.length} were changed`]),
      ...(isOurs ? [] : [`hand-stands: ${order?.name} was planned anew, and a person has decided on it`]),
    ];
  });
};

/** What was not found is put right, counted or booked as damaged, in the same breath. */
const checkRemedies = async (db: Db, { merchantId, rejections = [], intents = [], notices = [] }: ChangeSet): Promise<string[]> => {
  const fresh = rejections.filter((one) => one.settledAt === null && one.remedy !== "none");
  if (fresh.length === 0) return [];
  const items = new Map((await db.itemsById(merchantId, fresh.map((one) => one.itemId))).map((item) => [item.id, item]));
  const isThere = (one: object, { itemId, locationId }: RejectionRecord): boolean => isSame([(one as Partial<RejectionRecord>).itemId, (one as Partial<RejectionRecord>).locationId], [itemId, locationId]);
  return fresh.flatMap((rejection) => {
    const { remedy, itemId, locationId } = rejection;
    const asked = remedy === "count" ? notices.some((one) => isThere(one, rejection)) : intents.some(({ intent }) => isThere(intent, rejection));
    return asked || (remedy !== "count" && items.get(itemId)?.tracked === false) ? [] : [`short-picks-are-put-right: nothing was done about ${itemId} at ${locationId} (${remedy})`];
  });
};

const DAY_MS = 86_400_000;

/** The policy cancels only what has waited as long as it says, of which nothing has left, and once. */
const checkEndings = async (db: Db, { merchantId, intents = [] }: ChangeSet, now: number): Promise<string[]> => {
  const faults: string[] = [];
  for (const { orderId } of intents.filter((row) => row.intent.kind === "cancel-order" && row.key.startsWith("waited:"))) {
    const known = orderId && (await db.order(merchantId, orderId));
    const terms = (await db.latestPolicy(merchantId))?.policy.waiting;
    if (!known) continue;
    const { order, shipments } = known;
    const say = (words: string) => faults.push(`cancelled-rightly: ${order.name} ${words}`);
    if (shipments.some((one) => one.status === "confirmed" || one.status === "requested")) say("is cancelled by the policy, and a parcel of it has left");
    if (terms?.then !== "cancel" || terms.afterDays === null || (order.waitingSince ?? Infinity) + terms.afterDays * DAY_MS > now) say("is cancelled, and has not waited as long as the policy says");
    const open = (await db.openIntents(merchantId, [order.id])).filter((row) => row.intent.kind === "cancel-order" && row.key.startsWith("waited:"));
    if (open.length > 1) say("is cancelled twice");
  }
  return faults;
};

/** A version that goes back to an older one says what that one said. */
const checkPublished = async (db: Db, { merchantId, policies = [] }: ChangeSet): Promise<string[]> => {
  const faults: string[] = [];
  for (const { version, basedOn, policy } of policies) {
    const old = basedOn === null ? null : await db.policy(merchantId, basedOn);
    if (old && !isSame(old.policy, policy)) faults.push(`policy-is-obeyed: version ${version} goes back to ${basedOn}, and says something else`);
  }
  return faults;
};
