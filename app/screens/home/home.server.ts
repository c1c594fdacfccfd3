import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { homePage } from "./home-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = await flow.db.newestEventId(store.merchantId);
  const { requiredScopes } = flow.channel(store.platform);
  const stops = (scope: string) => requiredScopes.find((each) => each.scope === scope)?.stops ?? "Some of what Switchyard does in your shop has stopped.";
  return { after, page: await homePage(flow.db, { store, now: flow.now(), stops }) };
};

const STATUS_WORDS = { live: "Switchyard is live.", observe: "Switchyard only watches now.", paused: "Switchyard has paused writing." } as const;
const STATUSES = ["live", "observe", "paused"] as const;

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore, flow } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const answer = form.get("act") === "compare" ? await compare({ acts, flow }, { store, actor }, String(form.get("storeId") ?? "")) : await changeStatus(acts, { store, actor }, form.get("status"));
  return data(answer, statusOf(answer));
};

async function changeStatus(acts: Acts, ask: Ask, wanted: FormDataEntryValue | null): Promise<ActAnswer> {
  const status = STATUSES.find((each) => each === wanted);
  if (status === undefined) return refusal("Choose whether Switchyard goes live, watches or pauses.");
  return answerOf(await acts.setStoreStatus({ ...ask, status }), STATUS_WORDS[status]);
}

async function compare({ acts, flow }: { acts: Acts; flow: { db: { stores(merchantId: Ask["store"]["merchantId"]): Promise<Ask["store"][]> } } }, ask: Ask, storeId: string): Promise<ActAnswer> {
  const store = (await flow.db.stores(ask.store.merchantId)).find((each) => each.id === storeId);
  if (store === undefined) return refusal("This shop is no longer connected. Reload the page.");
  return answerOf(await acts.compareNow({ ...ask, store }), "Comparing. What differs is read again by itself.");
}
