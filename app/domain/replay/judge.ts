import type { Instant, LocationId } from "../ids";
import { type JudgedOrder, type JudgedWorld, judge, roomsAt } from "../policy/judge";
import type { RoomBook } from "../policy/room";
import type { MerchantPolicy } from "../policy/types";
import type { ItemRecord, LevelRecord, ParcelRoom } from "../records";
import { cheapestPlan } from "../routing/solve";
import type { Assignment, RoutingProblem } from "../routing/types";
import type { Known } from "./known";
import type { ReplayOrder, ReplaySetup } from "./types";

/** What is asked about one order, with the stock and the room of days that are free now. */
export interface Question {
  setup: ReplaySetup;
  known: Known;
  order: ReplayOrder;
  items: ItemRecord[];
  levels: LevelRecord[];
  rooms: RoomBook;
  now: Instant;
}

interface Judging {
  policy: MerchantPolicy;
  version: number;
}

const judgedOrder = ({ order, setup }: Question): JudgedOrder => ({ ...order, currency: setup.currency, own: [], rooms: [], allowedLocationIds: null });

const worldOf = (policy: MerchantPolicy, { setup, known, items, levels, rooms, now }: Question): JudgedWorld =>
  ({ items, locations: setup.locations, levels, rooms, now, learned: known.learned(policy), scarcityMinor: known.scarcityMinor });

/** The plan that the house would decide on under a policy, with its problem. A parcel is put off to a later day before an order is called impossible. */
export const planUnder = (who: Judging, question: Question): { problem: RoutingProblem; plan: Assignment[] } | null => {
  const [order, world] = [judgedOrder(question), worldOf(who.policy, question)];
  const problem = judge(who, order, world);
  const plan = cheapestPlan(problem);
  if (plan !== null) return { problem, plan: plan.assignments };
  if (!problem.locations.some((one) => one.excluded === "at-capacity")) return null;
  const later = judge(who, order, { ...world, mayBePutOff: true });
  const put = cheapestPlan(later);
  return put === null ? null : { problem: later, plan: put.assignments };
};

/** The problem by whose prices plans are paid: no rule of it holds for anybody, and nothing is too late. */
export const pricingProblem = (question: Question): RoutingProblem =>
  judge({ version: 0, policy: { ...question.setup.yardstick, rules: [] } }, judgedOrder(question), { ...worldOf(question.setup.yardstick, question), mayBePutOff: true });

/** The room that a plan takes at locations that can send only so many parcels a day. */
export const roomsTaken = (policy: MerchantPolicy, question: Question, plan: readonly Assignment[]): ParcelRoom[] => {
  if (question.setup.locations.every((one) => one.dailyParcels === null)) return [];
  const rooms = roomsAt({ policy }, judgedOrder(question), { ...worldOf(policy, question), mayBePutOff: true });
  return [...new Set<LocationId>(plan.map((part) => part.locationId))].flatMap((id) => rooms.get(id) ?? []);
};
