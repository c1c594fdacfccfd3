import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import { minorToDecimal } from "../../domain/money";
import { policyFaults } from "../../domain/policy/faults";
import type { PolicyRule } from "../../domain/policy/types";
import { ruleSentence } from "../../domain/policy/words";
import type { StoreRecord } from "../../domain/records";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import { wholeOrNull } from "../settings/settings-page.server";
import { openDraft, type OpenDraft } from "./draft-page.server";
import { fieldOfRuleFault } from "./fault-fields";
import { readRuleForm } from "./rule-form.server";
import { screenAddress } from "./screen-address.server";

const RULES_MAX = 200;
const NEW = "new";

/** A rule as its form shows it; `id` "new" where it is being made. */
export interface RulePage {
  id: string;
  name: string;
  on: boolean;
  sentence: string | null;
  text: Record<"productTags" | "productTypes" | "skus" | "orderTags" | "customerTags" | "countries" | "provinces" | "postalPrefixes" | "valueFrom" | "valueBelow", string>;
  hazard: "" | "yes" | "no";
  sources: string[];
  effect: string;
  parcels: number;
  units: number;
  chosen: string[];
  chosenStores: string[];
  locations: { id: string; name: string }[];
  /** Only where there is more than one. */
  stores: { id: string; name: string }[];
}

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const open = await openDraft(flow.db, store, params["draftId"] ?? "");
  const page = open === null ? null : await rulePage(flow.db, store, { open, ruleId: params["ruleId"] ?? "" });
  if (open === null || page === null) throw new Response(null, { status: 404 });
  return { head: open.head, page };
};

const EMPTY: Omit<PolicyRule, "id"> = { name: "", on: true, when: {}, then: { kind: "only-from", locationIds: [] } };

async function rulePage(db: Db, store: StoreRecord, { open, ruleId }: { open: OpenDraft; ruleId: string }): Promise<RulePage | null> {
  const rule = ruleId === NEW ? { id: NEW, ...EMPTY } : open.draft.policy.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return null;
  const { when, then } = rule;
  const [items, stores] = await Promise.all([when.itemIds === undefined ? [] : db.itemsById(store.merchantId, when.itemIds), db.stores(store.merchantId)]);
  const list = (words: readonly string[] | undefined): string => (words ?? []).join(", ");
  const money = (minor: number | undefined): string => (minor === undefined ? "" : minorToDecimal(minor, store.currency));
  return {
    id: rule.id, name: rule.name, on: rule.on, sentence: ruleId === NEW ? null : ruleSentence(rule, open.names),
    text: {
      productTags: list(when.productTags), productTypes: list(when.productTypes), skus: list(items.map(({ sku }) => sku)), orderTags: list(when.orderTags), customerTags: list(when.customerTags),
      countries: list(when.countries), provinces: list(when.provinces), postalPrefixes: list(when.postalPrefixes), valueFrom: money(when.valueFromMinor), valueBelow: money(when.valueBelowMinor),
    },
    hazard: when.hazard === undefined ? "" : when.hazard ? "yes" : "no", sources: when.sources ?? [], effect: then.kind,
    parcels: then.kind === "parcels-max" ? then.parcels : 1, units: then.kind === "units-max" ? then.units : 1, chosen: "locationIds" in then ? then.locationIds : [],
    chosenStores: when.storeIds ?? [], locations: open.names.locations.map(({ id, name }) => ({ id, name })), stores: stores.length > 1 ? stores.map(({ id, name }) => ({ id, name })) : [],
  };
}

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const [form, draftId, ruleId] = [await request.formData(), params["draftId"] ?? "", params["ruleId"] ?? ""];
  const open = await openDraft(flow.db, store, draftId);
  const version = wholeOrNull(form.get("version"));
  if (open === null || version === null) return told(refusal("This draft is not there any more: it was published or discarded. Go back to Routing to see what there is."));
  const stores = await flow.db.stores(store.merchantId);
  const reading = await readRuleForm(flow.db, form, { store, locationIds: open.names.locations.map(({ id }) => id), storeIds: stores.map(({ id }) => id) });
  if (!reading.ok) return told({ ok: false, problem: null, problems: reading.problems });
  const { policy } = open.draft;
  const id = ruleId === NEW ? flow.newId() : ruleId;
  if (ruleId === NEW && policy.rules.length >= RULES_MAX) return told(refusal(`A policy has at most ${RULES_MAX} rules. Put some together, or delete what is not needed.`));
  if (ruleId !== NEW && !policy.rules.some((rule) => rule.id === id)) return told(refusal("This rule is not in the draft any more. Go back to the list of rules."));
  const rule: PolicyRule = { id, ...reading.rule };
  const rules = ruleId === NEW ? [...policy.rules, rule] : policy.rules.map((one) => (one.id === id ? rule : one));
  const faults = policyFaults({ ...policy, rules }).flatMap((fault): [string, string][] => {
    const field = fieldOfRuleFault(fault, rules.indexOf(rule));
    return field === null ? [] : [[field, fault.sentence]];
  });
  if (faults.length > 0) return told({ ok: false, problem: null, problems: Object.fromEntries(faults) });
  const asCopy = form.get("copy") === "yes";
  const saved = await acts.savePolicyDraft({ store, actor, draftId, version, change: { policy: { ...policy, rules } }, ...(asCopy && { asCopy }) });
  return saved.ok ? redirect(screenAddress(request, `/policy/drafts/${encodeURIComponent(saved.draftId)}/rules`)) : told(answerOf(saved, ""));
};

const told = (answer: ActAnswer) => data<ActAnswer>(answer, statusOf(answer));
