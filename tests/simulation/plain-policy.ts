import type { MerchantPolicy, PolicyRule } from "../../app/domain/policy/types";
import type { OrderRecord } from "../../app/domain/records";

/** Rules as somebody reads them who has never seen the solver: only those that the simulated merchant writes. */

type Addressed = Pick<OrderRecord, "shipToCountry" | "shipToProvince">;

const meets = ({ when }: PolicyRule, order: Addressed): boolean =>
  when.provinces === undefined || when.provinces.includes(`${order.shipToCountry}-${order.shipToProvince?.split("-").at(-1)}`);

export const rulesFor = ({ rules }: Pick<MerchantPolicy, "rules">, order: Addressed): PolicyRule[] => rules.filter((rule) => rule.on && meets(rule, order));

/** May the goods leave from there? */
export const mayLeave = (rules: readonly PolicyRule[], { itemId, locationId }: { itemId: string; locationId: string }): boolean =>
  rules.every(({ when, then }) => {
    if (when.itemIds !== undefined && !(when.itemIds as string[]).includes(itemId)) return true;
    if (then.kind === "never-from") return !(then.locationIds as string[]).includes(locationId);
    return then.kind !== "only-from" || (then.locationIds as string[]).includes(locationId);
  });

/** In how many parcels an order with these goods may leave. */
export const parcelsMax = (rules: readonly PolicyRule[], itemIds: readonly string[]): number =>
  Math.min(Infinity, ...rules.flatMap(({ when, then }) => (then.kind === "parcels-max" && (when.itemIds === undefined || when.itemIds.some((id) => itemIds.includes(id))) ? [then.parcels] : [])));
