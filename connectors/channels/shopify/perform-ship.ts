import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Intent, Outcome, Tracking } from "../../../app/domain/messages";
import type { PlatformFulfillmentOrder } from "../../../app/domain/platform";
import type { Attempt } from "../port";
import { blocked, isActive, readFamily, remainingUnits, type Family } from "./family";
import { globalId } from "./fields";
import { gid } from "./ids";
import { FULFILLMENT_CREATE, FULFILLMENT_ORDER_OPEN, FULFILLMENT_ORDER_PARCELS, FULFILLMENT_ORDER_SPLIT } from "./operations";
import { afterRead, change, done, refused, stop, type Step } from "./outcome";
import { completeFulfillmentOrder, completeParcelLines, type Reader } from "./read-order";
import { connection, fulfillmentLineShape, fulfillmentOrderShape } from "./shapes";
import { fulfillmentOrderOf } from "./translate-answer";

type Ship = Extract<Intent, { kind: "ship" }>;
type Lines = ReadonlyMap<PlatformId, number>;

/** Refusals after a lost call are looked at again this often: the parcel may be shown later than what it did to its fulfillment order. */
const LOOKS_MAX = 8;
const LOOK_AGAIN_MS = 5_000;

/**
 * Ships a parcel once. `fulfillmentCreate` is not idempotent, so each parcel consumes a whole fulfillment order: a second call
 * meets a closed one. What is about to be sent is saved first, and every later attempt looks for the parcel before it sends again.
 */
export async function ship(reader: Reader, intent: Ship, attempt: Attempt): Promise<Outcome> {
  const lines: Lines = new Map(intent.lines.filter(({ quantity }) => quantity > 0).map((line) => [line.orderLinePlatformId, line.quantity]));
  if (lines.size === 0) return refused("empty", "The parcel holds nothing.");
  const run: Run = { reader, intent, lines, attempt, progress: { ...attempt.progress } };
  const sentFrom = run.progress["shipFrom"] as PlatformId | undefined;
  if (sentFrom !== undefined) {
    const parcel = await findParcel(run, sentFrom);
    if (!parcel.ok) return parcel.outcome;
    if (parcel.value !== null) return done(parcel.value);
  }
  const family = await readFamily(reader, sentFrom ?? intent.fulfillmentOrderPlatformId);
  if (!family.ok) return family.outcome;
  const source = sentFrom === undefined ? await sourceOf(run, family.value) : sameSource(family.value.self, lines);
  if (!source.ok) return lookAgain(run, source.outcome);
  if (!source.value.actions.includes("create-fulfillment")) return lookAgain(run, blocked(source.value));
  return create(run, source.value);
}

interface Run {
  reader: Reader;
  intent: Ship;
  lines: Lines;
  attempt: Attempt;
  /** What is saved so far. */
  progress: Record<string, string>;
}

async function save(run: Run, more: Record<string, string>): Promise<void> {
  run.progress = { ...run.progress, ...more };
  await run.attempt.saveProgress(run.progress);
}

/** A parcel that was sent before is not called refused as long as it may only be unseen. */
async function lookAgain(run: Run, outcome: Outcome): Promise<Outcome> {
  const looks = Number(run.progress["looks"] ?? 0);
  if (outcome.status !== "refused" || run.progress["shipFrom"] === undefined || looks >= LOOKS_MAX) return outcome;
  await save(run, { looks: String(looks + 1) });
  return { status: "retry", afterMs: LOOK_AGAIN_MS, words: outcome.words };
}

const sameLines = (one: Lines, other: Lines): boolean => one.size === other.size && [...one].every(([line, units]) => other.get(line) === units);
const holdsExactly = (fulfillmentOrder: PlatformFulfillmentOrder, lines: Lines): boolean => isActive(fulfillmentOrder) && sameLines(remainingUnits(fulfillmentOrder), lines);
const covers = (fulfillmentOrder: PlatformFulfillmentOrder, lines: Lines): boolean => {
  const remaining = remainingUnits(fulfillmentOrder);
  return isActive(fulfillmentOrder) && [...lines].every(([line, units]) => units <= (remaining.get(line) ?? 0));
};

/** A parcel was sent from it, or was about to be: only the very same may be sent again. */
function sameSource(source: PlatformFulfillmentOrder, lines: Lines): Step<PlatformFulfillmentOrder> {
  if (holdsExactly(source, lines)) return { ok: true, value: source };
  return stop(isActive(source) ? refused("changed", "The fulfillment order has changed since the parcel was packed.") : blocked(source));
}

/** The fulfillment order that holds exactly the parcel, split off if need be. Found by its lines, never by its place in an answer. */
async function sourceOf(run: Run, { self, members }: Family): Promise<Step<PlatformFulfillmentOrder>> {
  const { lines } = run;
  const split = readSplit(run.progress);
  if (split !== null) {
    const made = members.find((member) => !split.before.has(member.platformId) && member.locationPlatformId === split.locationId && holdsExactly(member, lines));
    if (made !== undefined) return { ok: true, value: made };
  }
  if (holdsExactly(self, lines)) return { ok: true, value: self };
  if (!isActive(self)) return stop(blocked(self));
  if (!covers(self, lines)) return stop(refused("too-much", "The parcel holds more than the fulfillment order has left."));
  if (!self.actions.includes("create-fulfillment")) return stop(blocked(self));
  return splitOff(run, { self, members });
}

function readSplit(progress: Readonly<Record<string, string>>): { before: Set<PlatformId>; locationId: PlatformId | null } | null {
  const text = progress["split"];
  if (text === undefined) return null;
  const { before, locationId } = JSON.parse(text) as { before: PlatformId[]; locationId: PlatformId | null };
  return { before: new Set(before), locationId };
}

const splitPayload = {
  fulfillmentOrderSplits: z.array(z.object({
    fulfillmentOrder: fulfillmentOrderShape.nullish(), remainingFulfillmentOrder: fulfillmentOrderShape.nullish(), replacementFulfillmentOrder: fulfillmentOrderShape.nullish(),
  })).nullish(),
};

const linesInput = (source: PlatformFulfillmentOrder, lines: Lines) =>
  source.lines.filter((line) => lines.has(line.orderLinePlatformId))
    .map((line) => ({ id: gid("FulfillmentOrderLineItem", line.platformId), quantity: lines.get(line.orderLinePlatformId) }));

async function splitOff(run: Run, { self, members }: Family): Promise<Step<PlatformFulfillmentOrder>> {
  const { reader, lines } = run;
  const id = gid("FulfillmentOrder", self.platformId);
  // Reported progress forbids the split; ending it is repeatable.
  if (self.status === "in-progress" && self.actions.includes("open")) {
    const opened = await change(reader, { operation: FULFILLMENT_ORDER_OPEN, field: "fulfillmentOrderOpen", variables: { id }, payload: {} });
    if (!opened.ok) return opened;
  }
  await save(run, { split: JSON.stringify({ before: members.map(({ platformId }) => platformId), locationId: self.locationPlatformId }) });
  const answer = await change(reader, { operation: FULFILLMENT_ORDER_SPLIT, field: "fulfillmentOrderSplit", variables: { id, lines: linesInput(self, lines) }, payload: splitPayload });
  if (!answer.ok) return answer;
  const parts = (answer.value.fulfillmentOrderSplits ?? [])
    .flatMap((result) => [result.remainingFulfillmentOrder, result.replacementFulfillmentOrder, result.fulfillmentOrder])
    .filter((part) => part !== null && part !== undefined);
  const candidates: PlatformFulfillmentOrder[] = [];
  for (const part of parts) {
    const whole = afterRead(await completeFulfillmentOrder(reader, part));
    if (!whole.ok) return whole;
    candidates.push(fulfillmentOrderOf(whole.value));
  }
  // Where both halves are alike, the one that was there stays for what is left.
  const made = candidates.find((part) => part.platformId !== self.platformId && holdsExactly(part, lines)) ?? candidates.find((part) => holdsExactly(part, lines));
  return made === undefined ? stop({ status: "retry", afterMs: LOOK_AGAIN_MS, words: "Shopify has not shown the split yet." }) : { ok: true, value: made };
}

const trackingInput = ({ company, number, url }: Tracking): Record<string, string> =>
  Object.fromEntries(Object.entries({ company, number, url }).filter((entry): entry is [string, string] => entry[1] !== null));

async function create(run: Run, source: PlatformFulfillmentOrder): Promise<Outcome> {
  const { reader, intent, lines } = run;
  const sentBefore = run.progress["shipFrom"] !== undefined;
  if (!sentBefore) {
    const seen = await parcelsBefore(run, source);
    if (!seen.ok) return seen.outcome;
    await save(run, { shipFrom: source.platformId, seen: seen.value.join(" ") });
  }
  const tracking = trackingInput(intent.tracking);
  const fulfillment = {
    lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: gid("FulfillmentOrder", source.platformId), fulfillmentOrderLineItems: linesInput(source, lines) }],
    notifyCustomer: intent.notifyCustomer,
    ...(Object.keys(tracking).length > 0 ? { trackingInfo: tracking } : {}),
  };
  const created = await change(reader, {
    operation: FULFILLMENT_CREATE, field: "fulfillmentCreate", variables: { fulfillment }, payload: { fulfillment: z.object({ id: globalId }).nullish() },
  });
  if (created.ok) {
    const id = created.value.fulfillment?.id;
    return id === undefined ? { status: "unknown", words: "Shopify did not name the new fulfillment." } : done(id);
  }
  if (created.outcome.status !== "refused") return created.outcome;
  // A refusal may mean that an earlier call got through after all.
  const parcel = await findParcel(run, source.platformId);
  if (!parcel.ok) return parcel.outcome;
  if (parcel.value !== null) return done(parcel.value);
  return sentBefore ? lookAgain(run, created.outcome) : created.outcome;
}

const parcelShape = z.object({ id: globalId, status: z.string(), fulfillmentLineItems: connection(fulfillmentLineShape) });
const parcelsShape = z.object({ fulfillmentOrder: z.object({ fulfillments: z.object({ nodes: z.array(parcelShape) }) }).nullable() });
type Parcel = z.infer<typeof parcelShape>;

const readParcels = async ({ client, access }: Reader, id: PlatformId): Promise<Step<Parcel[]>> => {
  const read = afterRead(await client.call(access, { operation: FULFILLMENT_ORDER_PARCELS, variables: { id: gid("FulfillmentOrder", id) }, shape: parcelsShape }));
  return read.ok ? { ok: true, value: read.value.fulfillmentOrder?.fulfillments.nodes ?? [] } : read;
};

/** Parcels that were made from it earlier, which must not be taken for ours. Only a fulfillment order that is partly shipped has any. */
async function parcelsBefore({ reader }: Run, source: PlatformFulfillmentOrder): Promise<Step<PlatformId[]>> {
  if (source.lines.every((line) => line.remainingQuantity === line.totalQuantity)) return { ok: true, value: [] };
  const parcels = await readParcels(reader, source.platformId);
  return parcels.ok ? { ok: true, value: parcels.value.map(({ id }) => id) } : parcels;
}

/** The parcel with exactly our lines that came out of the fulfillment order since we were about to send it. */
async function findParcel({ reader, lines, progress }: Run, source: PlatformId): Promise<Step<PlatformId | null>> {
  const parcels = await readParcels(reader, source);
  if (!parcels.ok) return parcels;
  const seen = new Set((progress["seen"] ?? "").split(" "));
  for (const parcel of parcels.value) {
    if (seen.has(parcel.id) || parcel.status === "CANCELLED") continue;
    const whole = afterRead(await completeParcelLines(reader, parcel.id, parcel.fulfillmentLineItems));
    if (!whole.ok) return whole;
    if (sameLines(new Map(whole.value.map((line) => [line.lineItem.id, line.quantity ?? 0])), lines)) return { ok: true, value: parcel.id };
  }
  return { ok: true, value: null };
}
