import type { RejectionReason, StockRemedy } from "../../app/domain/experience";
import type { RejectAct } from "../../app/domain/orders/decide-rejection";
import type { FulfillmentOrderRecord } from "../../app/domain/records";
import { acceptAgain } from "../../app/flows/accept-again";
import { rejectPart } from "../../app/flows/reject-part";
import { adjustStock } from "../../app/flows/stock-acts";
import type { Happening } from "./happening";
import { ACTOR, OPEN, onSome, storeNow } from "./acts-house";
import type { Dice } from "./random";
import { alive } from "./steps";
import type { World } from "./world";

/** What locations say when they are asked for goods: that they cannot send them, that they can after all, and what they counted. */
export const turnedDownActs: readonly Happening[] = [
  [6, "turn down", turnDown],
  [1, "accept again", acceptOnceMore],
  [1.5, "count what was asked for", countShelf],
];

const REMEDIES: Record<RejectionReason, readonly StockRemedy[]> = {
  "not-found": ["set", "count", "none"], damaged: ["damaged", "count", "none"], "too-busy": ["none"], closed: ["none"], other: ["none"],
};

const rejectionOf = (part: FulfillmentOrderRecord, dice: Dice): RejectAct => {
  const reason = dice.pick(Object.keys(REMEDIES) as RejectionReason[]);
  const lines = part.lines.filter((line) => line.remainingQuantity > 0 && dice.chance(0.8));
  const found = lines.map(({ orderLineId, remainingQuantity }) => ({ orderLineId, units: dice.between(0, remainingQuantity - 1) }));
  return { kind: "reject", fulfillmentOrderId: part.id, reason, note: "The shelf is behind the lift.", found, remedy: dice.pick(REMEDIES[reason]) };
};

async function turnDown(world: World): Promise<void> {
  await onSome(world, OPEN, async ({ order, fulfillmentOrders }, store) => {
    const parts = fulfillmentOrders.filter((one) => one.status === "open" || one.status === "in-progress");
    if (parts.length === 0) return;
    const act = rejectionOf(world.dice.pick(parts), world.dice);
    const result = await alive(world, 0, (ctx) => rejectPart(ctx, { store, actor: ACTOR, orderId: order.id, act }));
    world.trace.note(`turn down ${act.reason} ${act.remedy} ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
  });
}

async function acceptOnceMore(world: World): Promise<void> {
  await onSome(world, ({ order }) => order.rejected.length > 0, async ({ order }, store) => {
    const { locationId } = world.dice.pick(order.rejected);
    const result = await alive(world, 0, (ctx) => acceptAgain(ctx, { store, actor: ACTOR, orderId: order.id, locationId }));
    world.trace.note(`accept again ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
  });
}

const NOTICES = 100;

async function countShelf(world: World): Promise<void> {
  const { dice, ground: { db }, merchantId, storeId } = world;
  const asked = (await db.openNotices(merchantId, storeId, NOTICES)).filter((one) => one.kind === "count-asked");
  const { itemId, locationId } = asked.length === 0 ? { itemId: null, locationId: null } : dice.pick(asked);
  if (itemId === null || locationId === null) return;
  const counted = dice.chance(0.5) ? Math.max(0, (await db.level(merchantId, itemId, locationId))?.available ?? 0) : dice.between(0, 5);
  const store = await storeNow(world);
  const result = await alive(world, 0, (ctx) =>
    adjustStock(ctx, { store, actor: ACTOR, itemId, locationId, state: "available", counted, delta: null, expected: null, reason: "cycle-count", note: "" }));
  world.trace.note(`count ${counted} ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
}
