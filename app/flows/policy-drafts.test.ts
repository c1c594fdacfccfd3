import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../tests/screens/fixture-context";
import { MERCHANT, NOW, STORE, storeRow } from "../../tests/screens/fixture-rows";
import { DEFAULT_MERCHANT_POLICY as DEFAULT } from "../domain/policy/defaults";
import { ratesTable } from "../domain/policy/rates-csv";
import { type LocationId, toId } from "../domain/ids";
import type { MerchantPolicy, PolicyRule } from "../domain/policy/types";
import { bareNames } from "../domain/policy/words";
import { bringDraftUpToDate, createPolicyDraft, discardPolicyDraft, savePolicyDraft } from "./policy-drafts";
import { publishPolicyDraft, rollBackPolicy, type Publishing } from "./policy-publish";
import { importPolicyRates } from "./policy-rates";

let shop: FixtureShop;
beforeEach(async () => {
  shop = await openFixtureShop({ empty: true });
  await shop.db.commit([{ merchantId: MERCHANT, guards: [], policies: [{ merchantId: MERCHANT, version: 1, name: "Default", policy: DEFAULT, publishedAt: NOW, actor: "switchyard", note: null, basedOn: null }] }]);
});
afterEach(() => shop.close());

const who = { store: storeRow(), actor: "person:1" };
const other = { ...who, actor: "person:2" };
const ctx = () => shop.context.flow;
const latest = async () => (await shop.db.latestPolicy(MERCHANT))!;
const activity = async () => (await shop.db.activityPage(MERCHANT, { limit: 50 })).rows.map(({ verb, actor, reason, detail }) => ({ verb, actor, reason, detail }));
const parcel = (minor: number, base = DEFAULT): MerchantPolicy => ({ ...base, tariff: { ...base.tariff, handlingPerParcelMinor: minor } });
const split = (minor: number, base = DEFAULT): MerchantPolicy => ({ ...base, tariff: { ...base.tariff, splitPenaltyMinor: minor } });

const begin = async (policy?: MerchantPolicy, name = "Spring"): Promise<string> => {
  const made = await createPolicyDraft(ctx(), { ...who, name, preset: null });
  if (!made.ok) throw new Error(made.problem);
  if (policy) expect(await savePolicyDraft(ctx(), { ...who, draftId: made.draftId, version: 1, change: { policy } })).toMatchObject({ ok: true });
  return made.draftId;
};
const publish = (draftId: string, more: Partial<Publishing & { version: number; actor: string }> = {}) =>
  publishPolicyDraft(ctx(), { ...who, draftId, version: 2, onto: 1, note: "Cheaper boxes", despiteConflicts: false, despiteNewer: false, ...more });
const rollBack = (version: number, onto: number) => rollBackPolicy(ctx(), { ...who, version, onto, note: "Too many splits", despiteConflicts: false });

describe("a draft", () => {
  test("begins as the policy in use, or with a preset's tariff, and decides nothing", async () => {
    const [plain, few] = [await begin(), await createPolicyDraft(ctx(), { ...who, name: " Few ", preset: "fewest-parcels" })];
    expect(await shop.db.policyDraft(MERCHANT, plain)).toMatchObject({ name: "Spring", basedOnVersion: 1, version: 1, actor: "person:1", policy: DEFAULT });
    expect(await shop.db.policyDraft(MERCHANT, few.ok ? few.draftId : "")).toMatchObject({ name: "Few", policy: { tariff: { splitPenaltyMinor: 50_000 } } });
    expect((await latest()).version).toBe(1);
    expect((await activity()).map(({ verb }) => verb)).toEqual(["policy-draft-created", "policy-draft-created"]);
  });

  test.each([[{ name: "  " }, "name"], [{ name: "x".repeat(81) }, "name"], [{ preset: "best" }, "preset"]])("%o is refused at its field", async (fields, field) => {
    expect(await createPolicyDraft(ctx(), { ...who, name: "Spring", preset: null, ...fields })).toMatchObject({ ok: false, field });
    expect(await shop.db.policyDrafts(MERCHANT)).toEqual([]);
  });

  test("of two who save it the later is told who was first, and keeps what he typed in a draft of its own", async () => {
    const draftId = await begin();
    expect(await savePolicyDraft(ctx(), { ...other, draftId, version: 1, change: { policy: parcel(200) } })).toEqual({ ok: true, draftId });
    const mine = { ...who, draftId, version: 1, change: { policy: parcel(300) } };
    expect(await savePolicyDraft(ctx(), mine)).toMatchObject({ ok: false, field: null, problem: expect.stringContaining("Person 2 has saved this draft meanwhile") });
    expect(await shop.db.policyDraft(MERCHANT, draftId)).toMatchObject({ version: 2, actor: "person:2", policy: parcel(200) });
    const copy = await savePolicyDraft(ctx(), { ...mine, asCopy: true });
    expect(await shop.db.policyDraft(MERCHANT, copy.ok ? copy.draftId : "")).toMatchObject({ name: "Spring (copy)", version: 1, policy: parcel(300) });
  });

  test("of many who save it at once exactly one does", async () => {
    const draftId = await begin();
    const all = await Promise.all([100, 200, 300].map((minor) => savePolicyDraft(ctx(), { ...who, draftId, version: 1, change: { policy: parcel(minor) } })));
    expect(all.map(({ ok }) => ok).sort()).toEqual([false, false, true]);
    expect((await shop.db.policyDraft(MERCHANT, draftId))?.version).toBe(2);
  });

  test("is discarded as it was seen, not as somebody has just saved it", async () => {
    const draftId = await begin(parcel(200));
    expect(await discardPolicyDraft(ctx(), { ...other, draftId, version: 1 })).toMatchObject({ ok: false });
    expect(await discardPolicyDraft(ctx(), { ...other, draftId, version: 2 })).toEqual({ ok: true });
    expect(await discardPolicyDraft(ctx(), { ...other, draftId, version: 2 })).toEqual({ ok: true });
    expect(await savePolicyDraft(ctx(), { ...who, draftId, version: 2, change: {} })).toMatchObject({ ok: false, problem: expect.stringContaining("not there any more") });
    expect((await activity())[0]).toMatchObject({ verb: "policy-draft-discarded", actor: "person:2", detail: { name: "Spring" } });
  });
});

describe("publishing", () => {
  test("makes the draft the next version, with who and why, and ends the draft", async () => {
    const draftId = await begin(parcel(200));
    expect(await publish(draftId)).toEqual({ ok: true });
    expect(await latest()).toMatchObject({ version: 2, name: "Spring", policy: parcel(200), actor: "person:1", note: "Cheaper boxes", basedOn: null });
    expect(await shop.db.policyDrafts(MERCHANT)).toEqual([]);
    expect((await activity())[0]).toEqual({ verb: "policy-published", actor: "person:1", reason: "Cheaper boxes", detail: { version: 2, name: "Spring", before: "Default" } });
  });

  test.each([
    [{ note: " " }, "note"], [{ note: "x".repeat(301) }, "note"], [{ version: 1 }, null], [{ onto: 0 }, null],
  ])("%o is refused, and nothing is published", async (more, field) => {
    expect(await publish(await begin(parcel(200)), more)).toMatchObject({ ok: false, field });
    expect((await latest()).version).toBe(1);
  });

  test("what changes nothing, or cannot work, is not published", async () => {
    expect(await publish(await begin(DEFAULT))).toMatchObject({ ok: false, problem: expect.stringContaining("nothing to publish") });
    expect(await publish(await begin(parcel(-1)))).toMatchObject({ ok: false, problem: expect.stringContaining("Handling per parcel must not be negative") });
    expect((await latest()).version).toBe(1);
  });

  test("of two drafts published at once one is, and the other is told which", async () => {
    const drafts = [await begin(parcel(200), "One"), await begin(parcel(300), "Other")];
    const all = await Promise.all(drafts.map((draftId) => publish(draftId)));
    expect(all.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(all.find(({ ok }) => !ok)).toMatchObject({ problem: expect.stringMatching(/has published version 2, “(One|Other)”, meanwhile/) });
    expect((await shop.db.policyVersions(MERCHANT, { limit: 9 })).map(({ version }) => version)).toEqual([2, 1]);
    expect(await shop.db.policyDrafts(MERCHANT)).toHaveLength(1);
  });

  test("a draft of an older version takes nothing back unknowingly, and can take over what is new", async () => {
    const [mine, theirs] = [await begin(split(900), "Mine"), await begin(parcel(200), "Theirs")];
    await publish(theirs);
    expect(await publish(mine, { onto: 2 })).toMatchObject({ ok: false, field: "despiteNewer" });
    expect(await bringDraftUpToDate(ctx(), { ...who, draftId: mine, version: 2 }, bareNames("USD"))).toMatchObject({ ok: true });
    expect(await publish(mine, { onto: 2, version: 3 })).toEqual({ ok: true });
    expect(await latest()).toMatchObject({ version: 3, policy: split(900, parcel(200)) });
  });

  test("and takes it back knowingly", async () => {
    const [mine, theirs] = [await begin(split(900), "Mine"), await begin(parcel(200), "Theirs")];
    await publish(theirs);
    expect(await publish(mine, { onto: 2, despiteNewer: true })).toEqual({ ok: true });
    expect((await latest()).policy).toEqual(split(900));
  });
});

describe("rolling back", () => {
  test("publishes the old text as a new version: nothing of history changes", async () => {
    await publish(await begin(parcel(200)));
    const before = await shop.db.policyVersions(MERCHANT, { limit: 9 });
    expect(await rollBack(1, 2)).toEqual({ ok: true });
    expect(await latest()).toMatchObject({ version: 3, name: "Default", policy: DEFAULT, basedOn: 1, actor: "person:1", note: "Too many splits" });
    expect((await shop.db.policyVersions(MERCHANT, { limit: 9 })).slice(1)).toEqual(before);
    expect((await activity())[0]).toMatchObject({ verb: "policy-rolled-back", reason: "Too many splits", detail: { version: 3, as: "version 1" } });
  });

  test("needs the version that was seen, one that exists, and one that differs", async () => {
    await publish(await begin(parcel(200)));
    for (const [version, onto] of [[1, 1], [9, 2], [2, 2]] as const) expect(await rollBack(version, onto)).toMatchObject({ ok: false, field: null });
    expect((await latest()).version).toBe(2);
  });
});

describe("rates of a file", () => {
  const rates = { zonesKm: [100], bandsGrams: [500], ratesMinor: [[400], [500]], perExtraKgMinor: [10, 20] };
  const text = (sign: string, eol = "\r\n") => `\ufeff${ratesTable(rates, "USD").map((row) => row.join(sign)).join(eol)}${eol}`;

  test.each([[",", "\r\n"], [";", "\n"], ["\t", "\n"]])("are taken over whole, with days on the road for their zones: parted by %j", async (sign, eol) => {
    const draftId = await begin();
    expect(await importPolicyRates(ctx(), { ...who, draftId, version: 1, text: text(sign, eol) })).toMatchObject({ ok: true, zones: 2, weights: 1 });
    const draft = await shop.db.policyDraft(MERCHANT, draftId);
    expect(draft).toMatchObject({ version: 2, policy: { tariff: { ...rates, handlingPerParcelMinor: 150 } } });
    expect(draft?.policy.lateness.transitDays).toHaveLength(2);
  });

  test("or not at all: every cell that is wrong is named", async () => {
    const draftId = await begin();
    const wrong = text(",").replace("4.00", "four").replace("0.20", "");
    expect(await importPolicyRates(ctx(), { ...who, draftId, version: 1, text: wrong })).toMatchObject({
      ok: false, field: "file", rows: [{ row: 2, field: "500 g", problem: expect.stringContaining("four") }, { row: 3, field: "each further kg" }],
    });
    for (const bad of ["", "\"", "x".repeat(200_001)]) expect(await importPolicyRates(ctx(), { ...who, draftId, version: 1, text: bad })).toMatchObject({ ok: false });
    expect(await importPolicyRates(ctx(), { ...other, draftId, version: 7, text: text(",") })).toMatchObject({ ok: false, problem: expect.stringContaining("meanwhile") });
    expect(await shop.db.policyDraft(MERCHANT, draftId)).toMatchObject({ version: 1, policy: DEFAULT });
  });
});

describe("rules that contradict each other", () => {
  let full: FixtureShop;
  beforeEach(async () => void (full = await openFixtureShop()));
  afterEach(() => full.close());
  const RENO = toId<LocationId>("reno");
  const never: PolicyRule = { id: "a", name: "Reno rests", on: true, when: {}, then: { kind: "never-from", locationIds: [RENO] } };
  const only = (when: PolicyRule["when"]): PolicyRule => ({ id: "b", name: "Reno alone", on: true, when, then: { kind: "only-from", locationIds: [RENO] } });
  const publishWith = async (rules: PolicyRule[], despiteConflicts: boolean) => {
    const draft = (await full.db.policyDraft(MERCHANT, "spring"))!;
    await full.db.commit([{ merchantId: MERCHANT, guards: [], policyDrafts: [{ ...draft, policy: { ...draft.policy, rules } }] }]);
    return publishPolicyDraft(full.context.flow, { ...who, draftId: "spring", version: draft.version, onto: 2, note: "Try", despiteConflicts, despiteNewer: false });
  };

  test("for every order are not published, knowingly or not", async () => {
    for (const knowingly of [false, true]) expect(await publishWith([never, only({})], knowingly)).toMatchObject({ ok: false, field: null, problem: expect.stringContaining("no order could ship any more. The rules “Reno rests” and “Reno alone”") });
    expect((await full.db.latestPolicy(MERCHANT))?.version).toBe(2);
  });

  test("for some orders are published knowingly alone", async () => {
    const rules = [never, only({ productTags: ["battery"] })];
    expect(await publishWith(rules, false)).toMatchObject({ ok: false, field: "despiteConflicts" });
    expect(await publishWith(rules, true)).toEqual({ ok: true });
  });

  test("where all locations are closed the policy is not to blame", async () => {
    const locations = (await full.db.locations(MERCHANT)).map((location) => ({ ...location, active: false }));
    await full.db.commit([{ merchantId: MERCHANT, guards: [], locations }]);
    expect(await publishWith([], false)).toEqual({ ok: true });
  });

  test("and a rule that names nothing to do is no rule", async () => {
    expect(await publishWith([{ ...never, then: { kind: "only-from", locationIds: [] } }], true)).toMatchObject({ ok: false, problem: expect.stringContaining("needs at least one location") });
  });
});

test("all of it belongs to the house of the store", async () => {
  const draftId = await begin(parcel(200));
  const elsewhere = { ...who, store: storeRow({ merchantId: "other" as never, id: STORE }) };
  expect(await publishPolicyDraft(ctx(), { ...elsewhere, draftId, version: 2, onto: 1, note: "x", despiteConflicts: true, despiteNewer: true })).toMatchObject({ ok: false });
  expect(await savePolicyDraft(ctx(), { ...elsewhere, draftId, version: 2, change: {} })).toMatchObject({ ok: false });
});
