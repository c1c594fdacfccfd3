import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, statusOf } from "../act-answer";
import { periodOf, replayPage } from "./replay-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await replayPage(flow.db, { store, now: flow.now(), url: new URL(request.url) }) };
};

/** Begins a replay, and shows how far it is. */
export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const ask = await requireStore(request);
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? "");
  const begun = await acts.startReplay({
    actor: ask.actor, store: ask.store, ...periodOf(form, { now: flow.now(), timeZone: ask.store.timeZone }), base: text("base"), draft: text("draft"), pricedBy: text("pricedBy") === "draft" ? 1 : 0,
  });
  if (begun.ok && begun.runId !== undefined) return redirect(`${new URL(request.url).pathname.replace(/\/$/, "")}/${encodeURIComponent(begun.runId)}`);
  const answer = answerOf(begun, "The replay has begun.");
  return data(answer, statusOf(answer));
};
