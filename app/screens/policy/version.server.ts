import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import { wholeOrNull } from "../settings/settings-page.server";
import { versionPage } from "./policy-page.server";
import { policyReview } from "./review.server";

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const version = wholeOrNull(params["version"] ?? "");
  const page = version !== null && version > 0 ? await versionPage(flow.db, store, version) : null;
  if (page === null) throw new Response(null, { status: 404 });
  const record = page.back.length === 0 ? null : await flow.db.policy(store.merchantId, page.version);
  return { page, review: record === null ? null : await policyReview(flow.db, store, record.policy) };
};

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const [version, onto] = [wholeOrNull(params["version"] ?? ""), wholeOrNull(form.get("onto"))];
  const answer: ActAnswer = form.get("act") !== "roll-back" || version === null || onto === null
    ? refusal("This page is out of date. Reload it and try again.")
    : answerOf(
      await acts.rollBackPolicy({ store, actor, version, onto, note: String(form.get("note") ?? ""), despiteConflicts: form.get("despiteConflicts") === "yes" }),
      `Version ${version} is in use again. New orders follow it.`,
    );
  return data(answer, statusOf(answer));
};
