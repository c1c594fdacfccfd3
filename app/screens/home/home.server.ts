import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import { homePage } from "./home-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = await flow.db.newestEventId(store.merchantId);
  return { after, page: await homePage(flow.db, store, flow.now()) };
};

const STATUS_WORDS = { live: "Switchyard is live.", observe: "Switchyard only watches now.", paused: "Switchyard has paused writing." } as const;

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const status = (await request.formData()).get("status");
  const answer: ActAnswer = status === "live" || status === "observe" || status === "paused"
    ? answerOf(await acts.setStoreStatus({ store, status, actor }), STATUS_WORDS[status])
    : refusal("Choose whether Switchyard goes live, watches or pauses.");
  return data(answer, statusOf(answer));
};
