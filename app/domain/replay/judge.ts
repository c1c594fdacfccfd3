import type { Instant } from "../ids";
import type { MerchantPolicy } from "../policy/types";
import type { ItemRecord, LevelRecord } from "../records";
import { makeProblem } from "../routing/problem";
import type { RoutingProblem } from "../routing/types";
import type { ReplayOrder, ReplaySetup } from "./types";

/** What a policy is asked about one order, with the stock that is free now. */
export interface Question {
  setup: ReplaySetup;
  policy: MerchantPolicy;
  version: number;
  order: ReplayOrder;
  items: ItemRecord[];
  levels: LevelRecord[];
  now: Instant;
}

/** The problem that the policy makes of an order. */
export const judge = ({ setup, policy, version, order, items, levels }: Question): RoutingProblem =>
  makeProblem({
    policyVersion: version, policy: policy.tariff, currency: setup.currency, lines: order.lines, items, locations: setup.locations, levels, own: [],
    destination: { countryCode: order.shipToCountry, provinceCode: order.shipToProvince, latitude: order.shipToLatitude, longitude: order.shipToLongitude },
    allowedLocationIds: null,
  });
