import type { ChangeSet } from "../domain/change-set";
import type { NoticeRecord } from "../domain/desk";
import type { RejectionRecord } from "../domain/experience";
import { decideAdjustment, decideMove, type StockDecision, type StockScene } from "../domain/inventory/decide-stock-act";
import type { RejectAct } from "../domain/orders/decide-rejection";
import { type ActResult, type OrderAct, decideOnOrder } from "./acts";
import type { FlowContext } from "./context";
import { stockIntentRow, stockScene } from "./stock-acts";

const CONFLICTS_MAX = 3;

export type RejectAsk = Omit<OrderAct, "act" | "mark"> & { act: RejectAct };

/**
 * A location cannot send a part of an order: its reasons are taken down, the rest is routed elsewhere, and the stock there is corrected, counted
 * or booked as damaged, all in one commit. What is corrected is compared with what the platform has when it is written.
 */
export const rejectPart = async (ctx: FlowContext, ask: RejectAsk): Promise<ActResult> => {
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const decision = await decideOnOrder(ctx, ask);
    if (!decision.ok) return decision;
    const { change } = decision;
    const ended = (await ctx.db.overridesOf(change.merchantId, ask.orderId)).filter((one) => one.endedAt === null).map((one) => ({ ...one, endedAt: ctx.now() }));
    const remedy = await remedyOf(ctx, ask, change.rejections ?? []);
    if (!remedy.ok) return remedy;
    const [outcome] = await ctx.db.commit([{ ...change, overrides: ended, intents: [...(change.intents ?? []), ...remedy.intents], activity: remedy.activity, notices: remedy.notices }]);
    if (outcome?.status === "committed") return { ok: true };
  }
  return { ok: false, field: null, problem: "This order is changing at this moment. Look again and repeat it." };
};

type Remedy = { ok: true } & Required<Pick<ChangeSet, "intents" | "activity" | "notices">>;

interface Missing {
  rejection: RejectionRecord;
  units: number;
}

const remedyOf = async (ctx: FlowContext, ask: RejectAsk, rejections: readonly RejectionRecord[]): Promise<Remedy | Extract<ActResult, { ok: false }>> => {
  const remedy: Remedy = { ok: true, intents: [], activity: [], notices: [] };
  const byItem = new Map<string, Missing>();
  for (const rejection of rejections) {
    const units = rejection.unitsWanted - rejection.unitsFound + (byItem.get(rejection.itemId)?.units ?? 0);
    byItem.set(rejection.itemId, { rejection, units });
  }
  for (const missing of byItem.values()) {
    if (ask.act.remedy === "count") remedy.notices.push(countNotice(ctx, missing.rejection));
    if (ask.act.remedy !== "set" && ask.act.remedy !== "damaged") continue;
    const scene = await stockScene(ctx, { store: ask.store, itemId: missing.rejection.itemId, locationId: missing.rejection.locationId });
    // Of goods that nobody counts there is nothing to put right.
    if (scene.item && !scene.item.tracked) continue;
    const decisions = ask.act.remedy === "set" ? [shelfSet(scene, missing)] : damaged(scene, missing);
    for (const decision of decisions) {
      if (!decision.ok) return { ...decision, field: decision.field === null ? null : "remedy" };
      if (decision.intent === null) continue;
      const id = ctx.newId();
      remedy.intents.push(stockIntentRow(ctx, scene.store, { id, key: `act:${id}`, intent: decision.intent }));
      remedy.activity.push(activityOf(ctx, ask, { rejection: missing.rejection, intentId: id, intent: decision.intent }));
    }
  }
  return remedy;
};

const NOTE = "Found while an order was picked.";

/** The shelf has what was found and nothing else: what is free there goes, and what is missing as soon as the order's units have left. */
const shelfSet = (scene: StockScene, { units }: Missing): StockDecision => {
  const available = scene.level?.available ?? 0;
  const delta = -(Math.max(0, available) + units);
  return decideAdjustment(scene, { state: "available", delta, counted: null, expected: available, reason: "correction", note: NOTE });
};

/** What is damaged stands committed for the order: it is taken from the free units, which get it back when the order's have left. */
const damaged = (scene: StockScene, { units }: Missing): StockDecision[] => {
  if ((scene.level?.available ?? 0) >= units) return [decideMove(scene, { from: "available", to: "damaged", units, reason: "damaged", note: NOTE })];
  const adjust = (state: "available" | "damaged", delta: number) => decideAdjustment(scene, { state, delta, counted: null, expected: null, reason: "damaged", note: NOTE });
  return [adjust("damaged", units), adjust("available", -units)];
};

const countNotice = (ctx: FlowContext, { merchantId, storeId, itemId, locationId, orderId, unitsWanted, unitsFound }: RejectionRecord): NoticeRecord => ({
  merchantId, id: ctx.newId(), storeId, kind: "count-asked", subject: `count:${itemId}@${locationId}`, itemId, locationId, detail: { orderId, wanted: unitsWanted, found: unitsFound },
  createdAt: ctx.now(), settledAt: null, settledBy: null,
});

const activityOf = (
  ctx: FlowContext, { actor, orderId }: RejectAsk,
  { rejection, intentId, intent }: { rejection: RejectionRecord; intentId: string; intent: NonNullable<Extract<StockDecision, { ok: true }>["intent"]> },
) => ({
  merchantId: rejection.merchantId, id: ctx.newId(), at: ctx.now(), actor, subjectKind: "item" as const, subjectId: rejection.itemId,
  verb: intent.kind === "adjust-stock" ? "stock-adjusted" : "stock-moved", reason: rejection.note,
  detail: {
    locationId: rejection.locationId, intentId, orderId, reason: intent.reason,
    ...(intent.kind === "adjust-stock" ? { state: intent.state, delta: intent.delta } : { from: intent.from, to: intent.to, units: intent.units }),
  },
});
