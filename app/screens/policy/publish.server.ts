import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import { wholeOrNull } from "../settings/settings-page.server";
import { openDraft } from "./draft-page.server";
import { policyReview } from "./review.server";
import { screenAddress } from "./screen-address.server";

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const open = await openDraft(flow.db, store, params["draftId"] ?? "");
  if (open === null) throw new Response(null, { status: 404 });
  return { head: open.head, review: await policyReview(flow.db, store, open.draft.policy) };
};

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const [version, onto] = [wholeOrNull(form.get("version")), wholeOrNull(form.get("onto"))];
  const draft = { store, actor, draftId: params["draftId"] ?? "", version: version ?? Number.NaN };
  const told = (answer: ActAnswer) => data<ActAnswer>(answer, statusOf(answer));
  switch (form.get("act")) {
    case "bring-over": {
      const open = await openDraft(flow.db, store, draft.draftId);
      if (open === null) return told(refusal("This draft is not there any more. Go back to Routing to see what there is."));
      return told(answerOf(await acts.bringDraftUpToDate(draft, open.names), "The draft has now what was published since it began."));
    }
    case "publish": {
      const published = await acts.publishPolicyDraft({
        ...draft, onto: onto ?? Number.NaN, note: String(form.get("note") ?? ""), despiteConflicts: form.get("despiteConflicts") === "yes", despiteNewer: form.get("despiteNewer") === "yes",
      });
      return published.ok ? redirect(screenAddress(request, "/policy")) : told(answerOf(published, ""));
    }
    default: return told(refusal("This page is out of date. Reload it and try again."));
  }
};
