import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Acts } from "../acts";
import type { Ask } from "../act-result";
import { settingsPage, wholeOrNull } from "./settings-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await settingsPage(flow.db, store) };
};

const STATUS_WORDS = { live: "Switchyard is live.", observe: "Switchyard only watches now.", paused: "Switchyard has paused writing." } as const;

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const answer = await perform(acts, { store, actor }, await request.formData());
  return data(answer, statusOf(answer));
};

async function perform(acts: Acts, ask: Ask, form: FormData): Promise<ActAnswer> {
  const status = form.get("status");
  if (status === "live" || status === "observe" || status === "paused") return answerOf(await acts.setStoreStatus({ ...ask, status }), STATUS_WORDS[status]);
  if (form.get("act") === "leave") return answerOf(await acts.leaveStore({ ...ask, reason: String(form.get("reason") ?? "") }), "Switchyard is leaving this store.");
  if (form.get("act") === "show-setup") return answerOf(await acts.moveSetup({ ...ask, act: { kind: "show" } }), "The setup shows on Home again.");
  const version = wholeOrNull(form.get("version"));
  if (form.get("act") !== "save" || version === null || Number.isNaN(version)) return refusal("This page is out of date. Reload it and try again.");
  const settings = {
    lowStockUnits: wholeOrNull(form.get("lowStockUnits")), notifyCustomers: form.get("notifyCustomers") === "yes", retentionDays: wholeOrNull(form.get("retentionDays")),
  };
  return answerOf(await acts.saveStoreSettings({ ...ask, version, settings }), "Settings saved.");
}
