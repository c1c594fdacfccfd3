import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { toId, type LocationId } from "../../domain/ids";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { readLocationForm } from "./location-form.server";
import { locationPage, type LocationPage } from "./location-page.server";

const REASON_CHARACTERS_MAX = 200;

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const page = await locationPage(flow.db, store, { locationId: toId<LocationId>(params["locationId"] ?? ""), now: flow.now() });
  if (page === null) throw new Response(null, { status: 404 });
  return { page };
};

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const page = await locationPage(flow.db, store, { locationId: toId<LocationId>(params["locationId"] ?? ""), now: flow.now() });
  const answer = page === null ? refusal("This location is not known any more. Reload the page.") : await perform(acts, { store, actor, page }, form);
  return data(answer, statusOf(answer));
};

async function perform(acts: Acts, { page, ...ask }: Ask & { page: LocationPage }, form: FormData): Promise<ActAnswer> {
  const locationId = toId<LocationId>(page.id);
  const { version, settings } = page;
  switch (form.get("act")) {
    case "save": {
      const reading = readLocationForm(form, settings.pausedReason);
      if (!reading.ok) {
        const { "": problem = null, ...problems } = reading.problems as Record<string, string> & { ""?: string };
        return { ok: false, problem, problems };
      }
      return answerOf(await acts.saveLocationSettings({ ...ask, locationId, version: reading.version, settings: reading.settings }), "Location saved.");
    }
    case "pause": {
      const reason = String(form.get("reason") ?? "").trim();
      if (reason === "" || reason.length > REASON_CHARACTERS_MAX) return { ok: false, problem: null, problems: { reason: reason === "" ? "Say why it is paused: others will see it." : `Keep the reason under ${REASON_CHARACTERS_MAX + 1} characters.` } };
      return answerOf(await acts.saveLocationSettings({ ...ask, locationId, version, settings: { ...settings, pausedReason: reason } }), "Location paused. New orders go elsewhere.");
    }
    case "open": return answerOf(await acts.saveLocationSettings({ ...ask, locationId, version, settings: { ...settings, pausedReason: null } }), "Location open again.");
    default: return refusal("This page is out of date. Reload it and try again.");
  }
}
