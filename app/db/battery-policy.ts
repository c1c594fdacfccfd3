import { describe, expect, test } from "vitest";
import { toId, type MerchantId } from "../domain/ids";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import type { PolicyDraftRecord, PolicyRecord } from "../domain/records";
import { withDatabase } from "./battery-bed";
import { merchant, NOW, setOf, type Bed } from "./battery-fixtures";

const OTHER = toId<MerchantId>("other");
const versionRow = (version: number, more: Partial<PolicyRecord> = {}): PolicyRecord =>
  ({ merchantId: merchant, version, name: `Version ${version}`, policy: DEFAULT_MERCHANT_POLICY, publishedAt: NOW + version, actor: "person:1", note: null, basedOn: null, ...more });
const draftRow = (id: string, more: Partial<PolicyDraftRecord> = {}): PolicyDraftRecord =>
  ({ merchantId: merchant, id, name: id, basedOnVersion: 1, policy: DEFAULT_MERCHANT_POLICY, version: 1, actor: "person:1", updatedAt: NOW, ...more });

/** Versions of a policy, and the drafts of the next one. */
export const policyRules = (bed: () => Bed): void => {
  describe("policies", () => {
    test("versions are listed newest first, page by page, of one merchant", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({ policies: [1, 2, 3].map((version) => versionRow(version)) }), { merchantId: OTHER, guards: [], policies: [versionRow(9, { merchantId: OTHER })] }]);
      const pages = [await db.policyVersions(merchant, { limit: 2 }), await db.policyVersions(merchant, { before: 2, limit: 2 })];
      expect(pages.map((page) => page.map(({ version }) => version))).toEqual([[3, 2], [1]]);
      expect(pages[1]).toEqual([versionRow(1)]);
    }));

    test("drafts are listed last saved first, and found by their id in their own house alone", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({ policyDrafts: [draftRow("a"), draftRow("b", { updatedAt: NOW + 5 })] }), { merchantId: OTHER, guards: [], policyDrafts: [draftRow("a", { merchantId: OTHER, name: "theirs" })] }]);
      expect((await db.policyDrafts(merchant)).map(({ id }) => id)).toEqual(["b", "a"]);
      expect(await db.policyDraft(merchant, "a")).toEqual(draftRow("a"));
      expect(await db.policyDraft(merchant, "c")).toBeNull();
    }));

    test("of those who save a draft in one breath, one does", () => withDatabase(bed(), async (db) => {
      const save = (name: string) => setOf({ guards: [{ kind: "policy-draft", id: "a", version: 0 }], policyDrafts: [draftRow("a", { name })] });
      expect((await db.commit([save("first"), save("second")])).map(({ status }) => status)).toEqual(["committed", "conflict"]);
      expect(await db.policyDraft(merchant, "a")).toMatchObject({ name: "first" });
    }));

    test("of those who publish at once on top of the same version, one does", () => withDatabase(bed(), async (db) => {
      const publish = (onto: number, name: string) => db.commit([setOf({ guards: [{ kind: "latest-policy", version: onto }], policies: [versionRow(onto + 1, { name })] })]);
      const first = (await Promise.all(["a", "b", "c"].map((name) => publish(0, name)))).flat().map(({ status }) => status).sort();
      expect(first).toEqual(["committed", "conflict", "conflict"]);
      expect((await db.commit([
        setOf({ guards: [{ kind: "latest-policy", version: 1 }], policies: [versionRow(2)] }), setOf({ guards: [{ kind: "latest-policy", version: 1 }], policies: [versionRow(2, { name: "late" })] }),
      ])).map(({ status }) => status)).toEqual(["committed", "conflict"]);
      expect((await db.policyVersions(merchant, { limit: 9 })).map(({ version, name }) => [version, name])).toEqual([[2, "Version 2"], [1, expect.stringMatching(/^[abc]$/)]]);
    }));
  });
};
