import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { toId, type OrderId } from "../../domain/ids";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { setupPage, STEPS } from "./setup-page.server";

const ORDERS_MAX = 100;

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await setupPage(flow.db, store, { step: new URL(request.url).searchParams.get("step"), now: flow.now(), channel: flow.channel(store.platform) }) };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const answer = await perform(acts, { store, actor }, await request.formData());
  return data(answer, statusOf(answer));
};

async function perform(acts: Acts, ask: Ask, form: FormData): Promise<ActAnswer> {
  const step = STEPS.find((each) => each.id === form.get("step"))?.id;
  const status = form.get("status");
  if (status === "live" || status === "observe" || status === "paused") return goLive(acts, ask, status);
  switch (form.get("act")) {
    case "finish": return step === undefined ? STALE : answerOf(await acts.moveSetup({ ...ask, act: { kind: "finish", step } }), "Step done.");
    case "reopen": return step === undefined ? STALE : answerOf(await acts.moveSetup({ ...ask, act: { kind: "reopen", step } }), "Step open again.");
    case "dismiss": return answerOf(await acts.moveSetup({ ...ask, act: { kind: "dismiss" } }), "The setup is put aside. It stays under Settings.");
    case "show": return answerOf(await acts.moveSetup({ ...ask, act: { kind: "show" } }), "The setup shows on Home again.");
    case "retry-import": return answerOf(await acts.retryImport(ask), "The import goes on.");
    case "preset": return answerOf(await acts.publishPreset({ ...ask, preset: String(form.get("preset") ?? "") }), "Policy published. New decisions follow it.");
    case "take-over": return takeOver(acts, ask, form);
    default: return STALE;
  }
}

const STALE = refusal("This page is out of date. Reload it and try again.");

const STATUS_WORDS = { live: "Switchyard is live.", observe: "Switchyard only watches now.", paused: "Switchyard has paused writing." } as const;

async function goLive(acts: Acts, ask: Ask, status: "live" | "observe" | "paused"): Promise<ActAnswer> {
  const answer = answerOf(await acts.setStoreStatus({ ...ask, status }), STATUS_WORDS[status]);
  if (answer.ok && status === "live") await acts.moveSetup({ ...ask, act: { kind: "finish", step: "go-live" } });
  return answer;
}

async function takeOver(acts: Acts, ask: Ask, form: FormData): Promise<ActAnswer> {
  const orderIds = [...new Set(form.getAll("orderId").map(String))].filter((id) => id !== "").map((id) => toId<OrderId>(id));
  if (orderIds.length === 0) return refusal("Choose at least one order.");
  if (orderIds.length > ORDERS_MAX) return refusal(`Choose at most ${ORDERS_MAX} orders at a time.`);
  return answerOf(await acts.startBulkAct({ ...ask, act: { kind: "take-over" }, orders: { orderIds } }), orderIds.length === 1 ? "One order is being taken over." : `${orderIds.length} orders are being taken over.`);
}
