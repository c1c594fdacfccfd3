import { z } from "zod";
import { DRIFT_CAUSES } from "../../domain/drift/drift";
import { ORDER_STATUSES } from "../../domain/orders/order-machine";
import { PolicyBody } from "./policy-shape";

/** What the API answers. The OpenAPI document is made from these, and tests hold every answer to them. */

const Time = z.iso.datetime().describe("ISO 8601, UTC");
const Units = z.number().int();
const Minor = z.number().int().describe("Whole minor units of the order's currency: cents, or yen");

const OrderLine = z.object({
  id: z.string(), sku: z.string().describe("Empty where the platform has none"), title: z.string(), quantity: Units.describe("As ordered"),
  currentQuantity: Units.describe("After edits and removals"), requiresShipping: z.boolean(), itemId: z.string().nullable(), unitPriceMinor: Minor,
});

const FulfillmentOrder = z.object({
  id: z.string(), platformId: z.string(), locationId: z.string().nullable(), locationName: z.string().nullable(), status: z.string(), requestStatus: z.string(),
  deliveryMethod: z.string(), lines: z.array(z.object({ orderLineId: z.string(), quantity: Units, remaining: Units })),
});

const Shipment = z.object({
  id: z.string(), platformId: z.string().nullable(), fulfillmentOrderId: z.string().nullable(), locationId: z.string().nullable(), locationName: z.string().nullable(),
  status: z.string(), company: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable(),
  lines: z.array(z.object({ orderLineId: z.string(), quantity: Units })), requestedAt: Time, confirmedAt: Time.nullable(), problem: z.string().nullable(),
});

export const Order = z.object({
  id: z.string(), storeId: z.string(), platformId: z.string().describe("The platform's number, as text: it may exceed 2^53"), name: z.string(), status: z.enum(ORDER_STATUSES),
  source: z.string(), financialStatus: z.string(), currency: z.string(), totalMinor: Minor, tags: z.array(z.string()), test: z.boolean(),
  placedAt: Time, updatedAt: Time.describe("When Switchyard last changed it; `updatedAfter` compares with this"), cancelledAt: Time.nullable(),
  holdReason: z.string().nullable(), problem: z.string().nullable().describe("Why it cannot go on by itself"),
  lines: z.array(OrderLine), fulfillmentOrders: z.array(FulfillmentOrder), shipments: z.array(Shipment),
});

const Decision = z.object({
  id: z.string(), status: z.string(), decidedAt: Time, inputsHash: z.string(), explanation: z.array(z.string()).describe("Why it was routed so, in sentences"),
  certificate: z.record(z.string(), z.unknown()).describe("Inputs, plan, cost, proved lower bound and best rejected plans"),
});

export const OrderDetail = Order.extend({
  decision: Decision.nullable().describe("The latest"),
  history: z.array(z.object({ id: z.string(), at: Time, actor: z.string(), type: z.string(), detail: z.record(z.string(), z.unknown()) })),
});

const LEVEL_STATES = ["onHand", "available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl", "incoming"] as const;
const States = z.object(Object.fromEntries(LEVEL_STATES.map((state) => [state, Units])) as Record<(typeof LEVEL_STATES)[number], typeof Units>);

export const InventoryItem = z.object({
  id: z.string(), storeId: z.string(), platformId: z.string(), sku: z.string(), title: z.string(), tracked: z.boolean(), continueSelling: z.boolean(),
  levels: z.array(States.extend({ locationId: z.string(), locationName: z.string().nullable(), active: z.boolean().describe("Stocked there") })),
});

export const Exception = z.object({
  kind: z.enum(["delivery", "intent", "read", "order"]), id: z.string(), storeId: z.string().nullable(), orderId: z.string().nullable(),
  subject: z.string().describe("A topic, an intent's kind, what should have been read, or an order's name"), problem: z.string(), since: Time,
});

export const Drift = z.object({
  id: z.string(), storeId: z.string(), about: z.enum(["stock", "order", "fulfillment-order", "parcel"]), itemId: z.string().nullable(), locationId: z.string().nullable(), orderId: z.string().nullable(),
  differences: z.array(z.object({ what: z.string(), believed: z.union([z.number(), z.string()]).nullable(), found: z.union([z.number(), z.string()]).nullable() })),
  cause: z.enum(DRIFT_CAUSES), foundBy: z.string(), beganAt: Time, beganExactly: z.boolean().describe("False: it began at some time after `beganAt`"), foundAt: Time,
  decidedAt: Time.nullable().describe("When the cause was settled"), mendedAt: Time.nullable(), mendedBy: z.string().nullable(), lastedMs: z.number().int().nullable().describe("An upper bound unless `beganExactly`"),
  evidence: z.array(z.object({ at: Time, kind: z.string(), ref: z.string().nullable(), detail: z.record(z.string(), z.unknown()) })),
});

export const StoreStaleness = z.object({
  storeId: z.string(), boundMs: z.number().int().nullable(), stockMs: z.number().int().nullable(), ordersMs: z.number().int().nullable(), openDrifts: z.number().int(),
});

export const LedgerProof = z.object({
  ok: z.boolean(),
  faults: z.array(z.object({ rule: z.string(), itemId: z.string().nullable().describe("Null: about parcels"), locationId: z.string().nullable(), expected: z.number(), found: z.number(), detail: z.string() })),
  summary: z.object({ entries: z.number(), levels: z.number(), openAllocations: z.number() }),
});

export const PolicyVersion = z.object({
  version: z.number().int(), name: z.string(), publishedBy: z.string().describe("`switchyard` or `person:<id>`"), publishedAt: Time, note: z.string().nullable().describe("Why, in their words"),
  basedOn: z.number().int().nullable().describe("The version whose text it took up again, where it rolled back"),
});

export const Policy = PolicyVersion.extend({ policy: PolicyBody });

export const PolicyDraft = z.object({
  id: z.string(), name: z.string(), basedOn: z.number().int().describe("The version that it began as"), version: z.number().int().describe("Rises with each saving: send it with what you change"),
  savedBy: z.string(), savedAt: Time,
});

export const PolicyDraftWhole = PolicyDraft.extend({ policy: PolicyBody });

export const Problem = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(),
  parameter: z.string().optional().describe("The parameter to blame"), allowed: z.string().optional().describe("What it may be"),
  errors: z.array(z.object({
    row: z.number().int().nullable().describe("Place in the list that was sent, from 0; null where none was"),
    field: z.string().nullable().describe("As the request spells it; null where no single field is to blame"), problem: z.string(),
  })).optional().describe("Every input that must change"),
});

export const listOf = <T extends z.ZodType>(row: T) => z.object({ data: z.array(row), nextCursor: z.string().nullable().describe("Pass as `cursor`; null on the last page") });

export const isoTime = (at: number): string => new Date(at).toISOString();
export const isoTimeOrNull = (at: number | null): string | null => (at === null ? null : isoTime(at));
export { LEVEL_STATES };
