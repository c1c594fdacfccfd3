import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf } from "../act-answer";
import { wholeOrNull } from "../settings/settings-page.server";
import { policyPage } from "./policy-page.server";
import { screenAddress } from "./screen-address.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const before = wholeOrNull(new URL(request.url).searchParams.get("before"));
  return { page: await policyPage(flow.db, store, { before: before !== null && before > 0 ? before : null }) };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const ask = { store, actor };
  switch (form.get("act")) {
    case "begin": {
      const from = String(form.get("preset") ?? "");
      const made = await acts.createPolicyDraft({ ...ask, name: String(form.get("name") ?? ""), preset: from === "" ? null : from });
      if (made.ok) return redirect(screenAddress(request, `/policy/drafts/${encodeURIComponent(made.draftId)}`));
      const answer = answerOf(made, "");
      return data(answer, statusOf(answer));
    }
    case "discard": {
      const version = wholeOrNull(form.get("version"));
      const answer = answerOf(await acts.discardPolicyDraft({ ...ask, draftId: String(form.get("draftId") ?? ""), version: version ?? Number.NaN }), "Draft discarded.");
      return data(answer, statusOf(answer));
    }
    default: {
      const answer = refusal("This page is out of date. Reload it and try again.");
      return data(answer, statusOf(answer));
    }
  }
};
