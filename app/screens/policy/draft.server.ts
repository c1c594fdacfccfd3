import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { countryName } from "../../domain/policy/regions";
import { POLICY_SECTIONS, SECTION_TITLES, type PolicySection } from "../../domain/policy/settings";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { wholeOrNull } from "../settings/settings-page.server";
import { readUploadedText } from "../uploaded-text.server";
import { openDraft, sectionModel, type OpenDraft } from "./draft-page.server";
import { screenAddress } from "./screen-address.server";
import { readSectionForm } from "./section-form.server";

export type DraftAnswer = ActAnswer & { rows?: { row: number; field: string; problem: string }[] };

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const section = sectionOf(params["section"]);
  const open = await openDraft(flow.db, store, params["draftId"] ?? "");
  if (open === null || section === null) throw new Response(null, { status: 404 });
  const counts = section === "promise" ? await flow.db.centroidCounts(store.merchantId) : null;
  return { head: open.head, model: { ...sectionModel(open, section), places: counts?.map(({ countryCode, count }) => ({ country: countryName(countryCode), count })) ?? null } };
};

const sectionOf = (text: string | undefined): PolicySection | null => (text === undefined ? "costs" : (POLICY_SECTIONS.find((section) => section === text) ?? null));

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const section = sectionOf(params["section"]);
  const open = await openDraft(flow.db, store, params["draftId"] ?? "");
  const version = wholeOrNull(form.get("version"));
  if (open === null) return told(refusal("This draft is not there any more: it was published or discarded. Go back to Routing to see what there is."));
  if (section === null || version === null || Number.isNaN(version)) return told(STALE);
  const result = await perform({ acts, ask: { store, actor }, open, version, section }, form);
  return "to" in result ? redirect(screenAddress(request, result.to)) : told(result);
};

const told = (answer: DraftAnswer) => data<DraftAnswer>(answer, statusOf(answer));

const STALE = refusal("This page is out of date. Reload it and try again.");

interface Case {
  acts: Acts;
  ask: Ask;
  open: OpenDraft;
  version: number;
  section: PolicySection;
}

async function perform(given: Case, form: FormData): Promise<DraftAnswer | { to: string }> {
  const { acts, ask, open, version } = given;
  const draft = { ...ask, draftId: open.head.id, version };
  switch (form.get("act")) {
    case "save": return save(given, form);
    case "rename": return answerOf(await acts.savePolicyDraft({ ...draft, change: { name: String(form.get("name") ?? "") } }), "Draft renamed.");
    case "rates": return takeRates(given, form);
    case "centroids": return takePlaces(given, form);
    case "bring-over": return answerOf(await acts.bringDraftUpToDate(draft, open.names), "The draft has now what was published since it began.");
    case "switch-rule": case "delete-rule": return changeRule(given, form);
    default: return STALE;
  }
}

async function save({ acts, ask, open, version, section }: Case, form: FormData): Promise<DraftAnswer | { to: string }> {
  const reading = readSectionForm(section, form, { policy: open.draft.policy, currency: open.head.currency, locations: open.names.locations });
  if (!reading.ok) return { ok: false, problem: null, problems: reading.problems };
  const asCopy = form.get("copy") === "yes";
  const saved = await acts.savePolicyDraft({ ...ask, draftId: open.head.id, version, change: { policy: reading.policy }, ...(asCopy && { asCopy }) });
  if (saved.ok && asCopy) return { to: `/policy/drafts/${encodeURIComponent(saved.draftId)}/${section}` };
  return answerOf(saved, `${SECTION_TITLES[section]} saved in the draft. Nothing is decided by it until it is published.`);
}

async function takeRates({ acts, ask, open, version }: Case, form: FormData): Promise<DraftAnswer> {
  const file = await readUploadedText(form.get("file"));
  if (!file.ok) return { ok: false, problem: null, problems: { file: file.problem } };
  const result = await acts.importPolicyRates({ ...ask, draftId: open.head.id, version, text: file.text });
  if (result.ok) return { ok: true, message: `${result.zones} zones and ${result.weights} weights taken over. ${result.cells === 0 ? "Nothing of it was new." : ""}`.trim() };
  return result.rows.length === 0 ? { ok: false, problem: null, problems: { file: result.problem } } : { ok: false, problem: result.problem, problems: {}, rows: result.rows };
}

async function takePlaces({ acts, ask }: Case, form: FormData): Promise<DraftAnswer> {
  const file = await readUploadedText(form.get("file"));
  if (!file.ok) return { ok: false, problem: null, problems: { file: file.problem } };
  const result = await acts.importCentroids({ ...ask, text: file.text });
  if (result.ok) return { ok: true, message: `${result.rows.toLocaleString("en-US")} postal codes of ${result.countries.map(countryName).join(", ")} taken over.` };
  return result.rows.length === 0 ? { ok: false, problem: null, problems: { file: result.problem } } : { ok: false, problem: result.problem, problems: {}, rows: result.rows };
}

async function changeRule({ acts, ask, open, version }: Case, form: FormData): Promise<DraftAnswer> {
  const { policy } = open.draft;
  const rule = policy.rules.find(({ id }) => id === form.get("ruleId"));
  if (rule === undefined) return STALE;
  const gone = form.get("act") === "delete-rule";
  const rules = gone ? policy.rules.filter((one) => one !== rule) : policy.rules.map((one) => (one === rule ? { ...rule, on: !rule.on } : one));
  const words = gone ? "Rule deleted in the draft." : rule.on ? "Rule switched off in the draft." : "Rule switched on in the draft.";
  return answerOf(await acts.savePolicyDraft({ ...ask, draftId: open.head.id, version, change: { policy: { ...policy, rules } } }), words);
}
