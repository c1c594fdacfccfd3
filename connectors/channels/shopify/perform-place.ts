import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Intent, Outcome } from "../../../app/domain/messages";
import type { PlatformFulfillmentOrder } from "../../../app/domain/platform";
import type { Attempt } from "../port";
import { blocked, readFamily, type Family } from "./family";
import { globalId, words } from "./fields";
import { gid } from "./ids";
import { FULFILLMENT_ORDER_MOVE, FULFILLMENT_ORDER_TARGETS } from "./operations";
import { afterRead, change, done, refused, stop, type Step } from "./outcome";
import { readRest } from "./paging";
import { nextMove, readWanted, targetsOf, wantedUnits, writeWanted, type Move, type Wanted } from "./placement";
import type { Reader } from "./read-order";
import { connection } from "./shapes";

type Place = Extract<Intent, { kind: "place" }>;

const CHANGED = refused("changed", "The fulfillment order has other lines or quantities than when its location was chosen.");

/** Moves of one placement: each brings units to one location, so more than this never settles. */
const MOVES_MAX = 50;
const UNSETTLED_RETRY_MS = 10_000;

/**
 * Makes the units of a fulfillment order stand where the parts say. What is wanted is counted per location and order line over
 * all siblings, because Shopify may close, merge and renumber them with each move; it is saved before the first move, so that
 * another attempt aims at the same.
 */
export async function place(reader: Reader, intent: Place, attempt: Attempt): Promise<Outcome> {
  const first = await readFamily(reader, intent.fulfillmentOrderPlatformId);
  if (!first.ok) return first.outcome;
  const begun = readWanted(attempt.progress);
  const wanted = begun ?? wantedUnits(first.value, intent.parts);
  if (wanted === null) return CHANGED;
  let family = first.value;
  for (let moves = 0; moves < MOVES_MAX; moves += 1) {
    const move = nextMove(family, wanted);
    if (move === "agrees") return done(null);
    if (move === "changed") return CHANGED;
    if (!move.source.actions.includes("move")) return blocked(move.source);
    if (moves === 0) {
      const targets = await checkTargets(reader, family, wanted);
      if (!targets.ok) return targets.outcome;
      if (begun === null) await attempt.saveProgress({ ...attempt.progress, ...writeWanted(wanted) });
    }
    const moved = await send(reader, move);
    if (!moved.ok) return moved.outcome;
    if (move.last && moved.value === move.locationId) return done(null);
    const again = await readFamily(reader, intent.fulfillmentOrderPlatformId);
    if (!again.ok) return again.outcome;
    family = again.value;
  }
  return { status: "retry", afterMs: UNSETTLED_RETRY_MS, words: "Shopify has not shown the moves yet." };
}

const movePayload = {
  movedFulfillmentOrder: z.object({ assignedLocation: z.object({ location: z.object({ id: globalId }).nullish() }).nullish() }).nullish(),
};

/** The location where the moved units stand, as the platform answers. */
async function send(reader: Reader, move: Move): Promise<Step<PlatformId | null>> {
  const moved = await change(reader, {
    operation: FULFILLMENT_ORDER_MOVE,
    field: "fulfillmentOrderMove",
    variables: {
      id: gid("FulfillmentOrder", move.source.platformId),
      locationId: gid("Location", move.locationId),
      lines: move.whole ? null : move.lines.map((line) => ({ id: gid("FulfillmentOrderLineItem", line.platformId), quantity: line.quantity })),
    },
    payload: movePayload,
  });
  return moved.ok ? { ok: true, value: moved.value.movedFulfillmentOrder?.assignedLocation?.location?.id ?? null } : moved;
}

const targetShape = z.object({
  location: z.object({ id: globalId }), movable: z.boolean(), message: words, unavailableLineItems: z.object({ nodes: z.array(z.object({ id: globalId })) }),
});
const targetsShape = z.object({ fulfillmentOrder: z.object({ locationsForMove: connection(targetShape) }).nullable() });

/** Asks where it may go before anything is moved: half a plan carried out is worse than none. */
async function checkTargets(reader: Reader, family: Family, wanted: Wanted): Promise<Step<true>> {
  const targets = targetsOf(family, wanted);
  const page = async (after: string | null) => {
    const variables = { id: gid("FulfillmentOrder", family.self.platformId), after, locationIds: targets.map(({ locationId }) => gid("Location", locationId)) };
    const answer = await reader.client.call(reader.access, { operation: FULFILLMENT_ORDER_TARGETS, variables, shape: targetsShape });
    if (!answer.ok) return answer;
    const none = { pageInfo: { hasNextPage: false }, nodes: [] };
    return { ok: true as const, value: answer.value.fulfillmentOrder?.locationsForMove ?? none };
  };
  const first = await page(null);
  const all = afterRead(first.ok ? await readRest(first.value, page) : first);
  if (!all.ok) return all;
  for (const target of targets) {
    const offer = all.value.find(({ location }) => location.id === target.locationId);
    if (offer === undefined) return stop(refused("not-movable", "Shopify does not offer the location for this fulfillment order."));
    if (!offer.movable) return stop(refused("not-movable", offer.message ?? "Shopify does not allow the move to this location."));
    const missing = new Set(offer.unavailableLineItems.nodes.map(({ id }) => id));
    if (linesOf(family.self, target.orderLineIds).some((line) => missing.has(line.platformId))) {
      return stop(refused("not-stocked", offer.message ?? "The location does not stock all of its items."));
    }
  }
  return { ok: true, value: true };
}

const linesOf = ({ lines }: PlatformFulfillmentOrder, orderLineIds: ReadonlySet<PlatformId>) => lines.filter((line) => orderLineIds.has(line.orderLinePlatformId));
