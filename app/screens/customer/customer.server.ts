import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import { readListAddress } from "../list-address";
import { customerPage } from "./customer-page.server";

const REASON_CHARACTERS_MAX = 200;

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const page = await customerPage(flow.db, store, { customerId: params["customerId"] ?? "", address: readListAddress(new URL(request.url), []) });
  if (page === null) throw new Response(null, { status: 404 });
  return { page };
};

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const ask = { store, actor, customerId: params["customerId"] ?? "" };
  const answer = await perform(String(form.get("act")), String(form.get("reason") ?? "").trim());
  return data(answer, statusOf(answer));

  async function perform(act: string, reason: string): Promise<ActAnswer> {
    if (act === "export") return answerOf(await acts.exportCustomer(ask), "Being gathered. The file shows under Settings, Privacy.");
    if (act !== "erase") return refusal("This page is out of date. Reload it and try again.");
    if (reason === "") return { ok: false, problem: null, problems: { reason: "Say who asked for it, or why." } };
    if (reason.length > REASON_CHARACTERS_MAX) return { ok: false, problem: null, problems: { reason: `Keep the reason under ${REASON_CHARACTERS_MAX + 1} characters.` } };
    return answerOf(await acts.eraseCustomer({ ...ask, reason }), "Being erased. How far it is shows here.");
  }
};
