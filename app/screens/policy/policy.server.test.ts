import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { MERCHANT, storeRow } from "../../../tests/screens/fixture-rows";
import { tidyPolicy } from "../../domain/policy/diff";
import { anyPolicy } from "../../domain/policy/policies.testing";
import { POLICY_SECTIONS, type PolicySection } from "../../domain/policy/settings";
import type { MerchantPolicy } from "../../domain/policy/types";
import { openDraft, sectionModel, type FormField, type OpenDraft } from "./draft-page.server";
import { action as actOnDraft, loader as loadDraft } from "./draft.server";
import { policyPage, versionPage } from "./policy-page.server";
import { action as actOnList } from "./policy.server";
import { action as publish } from "./publish.server";
import { action as actOnRule } from "./rule.server";
import { readSectionForm } from "./section-form.server";
import { action as actOnVersion } from "./version.server";

const shop = fixtureShop();
const store = storeRow();

type Fields = Record<string, string | File>;
const formOf = (fields: Fields): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};
const argsOf = (path: string, params: Record<string, string>, body?: FormData) =>
  ({ request: new Request(`https://app.example/shopify${path}`, { method: body ? "POST" : "GET", ...(body && { body }) }), params, context: { switchyard: shop.context } }) as unknown as ActionFunctionArgs & LoaderFunctionArgs;
const post = (action: (args: ActionFunctionArgs) => Promise<unknown>, path: string, params: Record<string, string>, fields: Fields) => action(argsOf(path, params, formOf(fields)));
const onDraft = (fields: Fields, section = "costs", draftId = "spring") => post(actOnDraft, `/policy/drafts/${draftId}/${section}`, { draftId, section }, fields);
const draftNow = async (id = "spring") => (await openDraft(shop.db, store, id))!;
const REDIRECT = { status: 302 };
const to = (answer: unknown) => (answer as Response).headers.get("location");

/** The form of a section as it is shown, filled in and posted as it is. */
const posted = (open: OpenDraft, section: PolicySection): Record<string, string> => {
  const { fields, byLocation, transit, rates } = sectionModel(open, section);
  const cells = rates?.rows.flatMap((row) => row.cells.flatMap(({ name, value }): [string, string][] => (name === null ? [] : [[name, value]]))) ?? [];
  const all: FormField[] = [...fields, ...transit, ...(byLocation?.rows.flatMap((row) => row.fields) ?? [])];
  return Object.fromEntries([...cells, ...all.flatMap(({ name, kind, value }): [string, string][] => (kind === "switch" ? (value === "true" ? [[name, "yes"]] : []) : [[name, value]]))]);
};

describe("the list", () => {
  test("tells what is in use, what is prepared and by whom, and what each version changed", async () => {
    const page = await policyPage(shop.db, store, { before: null });
    expect(page).toMatchObject({ present: { version: 2, name: "Batteries", who: "Person 2", note: "The carrier takes them from Reno alone" }, olderBefore: null });
    expect(page.versions.map(({ version, changes }) => [version, changes?.map(({ sentence }) => sentence)])).toEqual([
      [2, ["Rule added: Batteries only from Reno", "Plan waiting orders together off → on", "Let a plan rest 0 minutes → 10 minutes"]], [1, undefined],
    ]);
    expect(page.drafts.map(({ id, behind, changes }) => [id, behind, changes > 0])).toEqual([["spring", 0, true], ["begun", 1, true]]);
    expect((await policyPage(shop.db, store, { before: 2 })).versions.map(({ version }) => version)).toEqual([1]);
  });

  test("a draft is begun and opened, and discarded as it was seen", async () => {
    shop.answer.result = { ok: true, draftId: "d 1" } as never;
    const begun = await post(actOnList, "/policy", {}, { act: "begin", name: "Spring", preset: "" });
    expect(begun).toMatchObject(REDIRECT);
    expect(to(begun)).toBe("/shopify/policy/drafts/d%201");
    await post(actOnList, "/policy", {}, { act: "begin", name: "Few", preset: "fewest-parcels" });
    await post(actOnList, "/policy", {}, { act: "discard", draftId: "spring", version: "4" });
    expect(shop.asked).toMatchObject([{ ask: { name: "Spring", preset: null } }, { ask: { preset: "fewest-parcels" } }, { verb: "discardPolicyDraft", ask: { draftId: "spring", version: 4 } }]);
    shop.answer.result = { ok: false, field: "name", problem: "Give it a name." };
    expect(await post(actOnList, "/policy", {}, { act: "begin", name: "" })).toMatchObject({ data: { ok: false, problems: { name: "Give it a name." } }, init: { status: 422 } });
  });
});

describe("a version", () => {
  test("is read whole, with what it changed and what going back to it would change", async () => {
    const page = await versionPage(shop.db, store, 1);
    expect(page?.back.map(({ sentence }) => sentence)).toContain("Rule deleted: Batteries only from Reno");
    expect(page?.sections.map(({ id }) => id)).toEqual([...POLICY_SECTIONS]);
    expect(page?.sections[0]?.settings).toContainEqual({ term: "Handling per parcel", value: "$1.50" });
    expect((await versionPage(shop.db, store, 2))?.sections.find(({ id }) => id === "rules")?.rules).toMatchObject([{ sentence: "Products tagged “battery” in orders to California ship only from Reno, NV." }]);
    expect(await versionPage(shop.db, store, 9)).toBeNull();
  });

  test("is rolled back to on top of what was seen", async () => {
    await post(actOnVersion, "/policy/versions/1", { version: "1" }, { act: "roll-back", onto: "2", note: "Too slow" });
    expect(shop.asked).toMatchObject([{ verb: "rollBackPolicy", ask: { version: 1, onto: 2, note: "Too slow", despiteConflicts: false } }]);
    expect(await post(actOnVersion, "/policy/versions/1", { version: "1" }, { act: "burn" })).toMatchObject({ data: { ok: false } });
  });
});

describe("a draft", () => {
  test("says what it would change, and what it does not have of what was published since", async () => {
    expect((await draftNow()).head).toMatchObject({ name: "Spring rates", version: 4, newer: null });
    const { head } = await draftNow("begun");
    expect(head.newer).toMatchObject({ by: "Person 2", both: [], carried: [{ sentence: "Rule added: Batteries only from Reno" }, {}, {}] });
    expect(head.changes.map(({ sentence }) => sentence)).toEqual(["Rule deleted: Batteries only from Reno", "Split penalty $1.50 → $9.00", "Plan waiting orders together on → off", "Let a plan rest 10 minutes → 0 minutes"]);
  });

  test("its sections have pages of their own, and there are no others", async () => {
    for (const section of POLICY_SECTIONS) expect(await loadDraft(argsOf("", { draftId: "spring", section }))).toMatchObject({ model: { section } });
    for (const params of [{ draftId: "none", section: "costs" }, { draftId: "spring", section: "none" }]) await expect(loadDraft(argsOf("", params))).rejects.toMatchObject({ status: 404 });
  });

  test("a form that is posted as it was shown changes nothing, whatever the policy", async () => {
    const open = await draftNow();
    fc.assert(fc.property(anyPolicy, fc.constantFrom(...POLICY_SECTIONS), fc.constantFrom("USD", "JPY", "KWD"), (policy, section, currency) => {
      const known = { ...open, draft: { ...open.draft, policy: onlyKnown(policy) }, names: { ...open.names, currency } };
      const reading = readSectionForm(section, formOf(posted(known, section)), { policy: known.draft.policy, currency, locations: open.names.locations });
      expect(reading.ok && tidyPolicy(reading.policy)).toEqual(tidyPolicy(known.draft.policy));
    }), { numRuns: 60 });
  });

  /** The form has the shop's own locations alone. */
  const onlyKnown = (policy: MerchantPolicy): MerchantPolicy => JSON.parse(JSON.stringify(policy).replaceAll('"newark"', '"dallas"')) as MerchantPolicy;

  test("is saved in the merchant's words: amounts, days, ticks", async () => {
    const fields = { ...posted(await draftNow(), "costs"), "tariff.handlingPerParcelMinor": "2,50", "labour.perParcelMinor@soho": "", "labour.perUnitMinor@soho": "0", "keepLast.units@reno": "2" };
    expect(await onDraft({ act: "save", version: "4", ...fields })).toMatchObject({ data: { ok: true } });
    const { policy } = (shop.asked[0]?.ask as { change: { policy: MerchantPolicy } }).change;
    expect(shop.asked[0]).toMatchObject({ verb: "savePolicyDraft", ask: { draftId: "spring", version: 4 } });
    expect(tidyPolicy(policy)).toMatchObject({ tariff: { handlingPerParcelMinor: 250 }, labour: {}, keepLast: { reno: { units: 2, minorPerUnit: 0 }, soho: { units: 3 } } });
    await onDraft({ act: "save", version: "4", ...posted(await draftNow(), "waiting"), "waiting.afterDays": "", "waiting.then": "cancel" }, "waiting");
    expect(shop.asked[1]).toMatchObject({ ask: { change: { policy: { waiting: { afterDays: null, then: "cancel" } } } } });
  });

  test.each([
    ["costs", "tariff.handlingPerParcelMinor", "-1"], ["costs", "tariff.splitPenaltyMinor", "1,250"], ["costs", "carbon.gramsPerTonneKm", "1.5"], ["costs", "labour.perParcelMinor@soho", "much"], ["promise", "transit.3", "soon"],
    ["promise", "lateness.leadDays@reno", "999"], ["promise", "lateness.promiseDays", "x"], ["waiting", "waiting.then", "burn"], ["joint", "joint.settleMinutes", "-5"], ["learning", "learning.rejectionMinor", "99999999999"],
  ] as const)("what is wrong is told at its field, and nothing is saved: %s %s", async (section, field, value) => {
    expect(await onDraft({ act: "save", version: "4", ...posted(await draftNow(), section), [field]: value }, section)).toMatchObject({ data: { ok: false, problems: { [field]: expect.any(String) } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });

  test("a rate is changed in its cell, and a zone's reach", async () => {
    const before = (await draftNow()).draft.policy.tariff;
    const [nearest = 0] = before.zonesKm;
    const fields = { ...posted(await draftNow(), "rates"), "rate.0.1": `${nearest - 1}`, "rate.7.2": "9,99", "rate.7.3": "9.99" };
    expect(await onDraft({ act: "save", version: "4", ...fields }, "rates")).toMatchObject({ data: { ok: true } });
    const { tariff, lateness } = (shop.asked[0]?.ask as { change: { policy: MerchantPolicy } }).change.policy;
    const ratesMinor = before.ratesMinor.map((row, zone) => (zone === 7 ? row.map((rate, band) => (band < 2 ? 999 : rate)) : row));
    expect(tariff).toEqual({ ...before, ratesMinor, zonesKm: [nearest - 1, ...before.zonesKm.slice(1)] });
    expect(lateness).toEqual((await draftNow()).draft.policy.lateness);
  });

  test.each([
    ["rate.0.2", "", "missing"], ["rate.3.2", "cheap", "no price"], ["rate.2.2", "0.01", "nearer zone"], ["rate.0.4", "0.01", "lighter weight"], ["rate.1.1", "5", "nearer zone"], ["rate.4.1", "1.5", "whole number"], ["rate.2.10", "0", "nearer zone"],
  ])("what is wrong with a cell is told in it, and nothing is saved: %s %j", async (field, value, words) => {
    expect(await onDraft({ act: "save", version: "4", ...posted(await draftNow(), "rates"), [field]: value }, "rates")).toMatchObject({ data: { ok: false, problems: { [field]: expect.stringContaining(words) } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });

  test("rates come as a file, whose faults are told by row and column", async () => {
    shop.answer.result = { ok: false, field: "file", problem: "Nothing was taken over.", rows: [{ row: 2, field: "500 g", problem: "x" }] } as never;
    expect(await onDraft({ act: "rates", version: "4", file: new File(["zone"], "rates.csv") }, "rates")).toMatchObject({ data: { ok: false, rows: [{ row: 2, field: "500 g" }] } });
    expect(await onDraft({ act: "rates", version: "4", file: new File([], "rates.csv") }, "rates")).toMatchObject({ data: { problems: { file: expect.stringContaining("empty") } } });
    expect(shop.asked.map(({ verb }) => verb)).toEqual(["importPolicyRates"]);
  });

  test("places of postal codes come as a file, and count at once", async () => {
    shop.answer.result = { ok: true, rows: 1_200, places: 3, countries: ["US", "DE"] } as never;
    expect(await onDraft({ act: "centroids", version: "4", file: new File(["country"], "codes.csv") }, "promise")).toMatchObject({ data: { ok: true, message: "1,200 postal codes of United States, Germany taken over." } });
    expect(shop.asked).toMatchObject([{ verb: "importCentroids", ask: { text: "country" } }]);
  });

  test("somebody who was late keeps what he typed in a draft of its own", async () => {
    shop.answer.result = { ok: true, draftId: "copy" } as never;
    const answer = await onDraft({ act: "save", version: "3", copy: "yes", ...posted(await draftNow(), "joint") }, "joint");
    expect(to(answer)).toBe("/shopify/policy/drafts/copy/joint");
    expect(shop.asked).toMatchObject([{ ask: { asCopy: true, version: 3 } }]);
  });

  test("rules are switched and deleted, the others kept", async () => {
    await onDraft({ act: "switch-rule", ruleId: "counter", version: "4" }, "rules");
    await onDraft({ act: "delete-rule", ruleId: "batteries", version: "4" }, "rules");
    expect(await onDraft({ act: "delete-rule", ruleId: "none", version: "4" }, "rules")).toMatchObject({ data: { ok: false } });
    const rules = shop.asked.map(({ ask }) => (ask as { change: { policy: MerchantPolicy } }).change.policy.rules.map(({ id, on }) => [id, on]));
    expect(rules).toEqual([[["batteries", true], ["counter", true]], [["counter", false]]]);
  });

  test("is published on top of what was read, knowingly or not", async () => {
    const published = await post(publish, "/policy/drafts/spring/publish", { draftId: "spring" }, { act: "publish", version: "4", onto: "2", note: "Boxes", despiteConflicts: "yes" });
    expect(to(published)).toBe("/shopify/policy");
    expect(shop.asked).toMatchObject([{ verb: "publishPolicyDraft", ask: { draftId: "spring", version: 4, onto: 2, note: "Boxes", despiteConflicts: true, despiteNewer: false } }]);
    shop.answer.result = { ok: false, field: "note", problem: "Say why." };
    expect(await post(publish, "/policy/drafts/spring/publish", { draftId: "spring" }, { act: "publish", version: "4", onto: "2" })).toMatchObject({ data: { problems: { note: "Say why." } }, init: { status: 422 } });
  });
});

describe("a rule", () => {
  const save = (fields: Fields, ruleId = "new") => post(actOnRule, `/policy/drafts/spring/rules/${ruleId}`, { draftId: "spring", ruleId }, { version: "4", name: "Glass", on: "yes", effect: "together", ...fields });
  const saved = () => (shop.asked[0]?.ask as { change: { policy: MerchantPolicy } }).change.policy.rules;

  test("is read from its form: places by name or code, amounts in the merchant's money", async () => {
    shop.answer.result = { ok: true, draftId: "spring" } as never;
    const answer = await save({
      effect: "units-max", units: "2", "location.reno": "yes", "location.soho": "yes", productTags: "glass, fragile\nglass", countries: "germany, US", provinces: "california, CA-ON", postalPrefixes: "us 941", valueFrom: "30", valueBelow: "90,50",
      "source.online": "yes", hazard: "no", customerTags: "vip",
    });
    expect(to(answer)).toBe("/shopify/policy/drafts/spring/rules");
    expect(saved().at(-1)).toMatchObject({
      name: "Glass", on: true, then: { kind: "units-max", locationIds: ["reno", "soho"], units: 2 },
      when: { productTags: ["glass", "fragile"], countries: ["DE", "US"], provinces: ["US-CA", "CA-ON"], postalPrefixes: ["US 941"], valueFromMinor: 3_000, valueBelowMinor: 9_050, sources: ["online"], hazard: false, customerTags: ["vip"] },
    });
    expect(saved()).toHaveLength(3);
  });

  test("products are named by their SKUs", async () => {
    const sku = (await shop.db.itemsById(MERCHANT, ["cap" as never]))[0]?.sku ?? "";
    await save({ skus: sku });
    expect(saved().at(-1)?.when.itemIds).toEqual(["cap"]);
  });

  test("that exists is changed in its place", async () => {
    await save({ effect: "parcels-max", parcels: "1" }, "batteries");
    expect(saved().map(({ id, then }) => [id, then.kind])).toEqual([["batteries", "parcels-max"], ["counter", "units-max"]]);
  });

  test.each<[string, Fields]>([
    ["name", { name: " " }], ["locationIds", { effect: "only-from" }], ["parcels", { effect: "parcels-max", parcels: "0" }], ["units", { effect: "units-max", "location.reno": "yes", units: "x" }], ["effect", { effect: "burn" }], ["countries", { countries: "Atlantis" }],
    ["provinces", { provinces: "Narnia" }], ["postalPrefixes", { postalPrefixes: "941" }], ["postalPrefixes", { postalPrefixes: "US 94105" }], ["skus", { skus: "no-such" }], ["valueFrom", { valueFrom: "much" }], ["valueBelow", { valueFrom: "30", valueBelow: "30" }],
  ])("what is wrong is told at its field: %s", async (field, fields) => {
    expect(await save(fields)).toMatchObject({ data: { ok: false, problems: { [field]: expect.any(String) } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });
});
