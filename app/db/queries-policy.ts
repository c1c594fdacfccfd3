import { and, desc, eq, lt } from "drizzle-orm";
import { completePolicy } from "../domain/policy/defaults";
import { $ } from "./phrases";
import type { PolicyQueries } from "./port-policy";
import { rowsOf, type Engine } from "./statement";

const selectVersions = rowsOf("select_policy_versions", ({ db, t }) =>
  db.select().from(t.policies).where(and(eq(t.policies.merchantId, $("merchantId")), lt(t.policies.version, $("before"))))
    .orderBy(desc(t.policies.version)).limit($("limit")));
const selectDraft = rowsOf("select_policy_draft", ({ db, t }) =>
  db.select().from(t.policyDrafts).where(and(eq(t.policyDrafts.merchantId, $("merchantId")), eq(t.policyDrafts.id, $("id")))));
const selectDrafts = rowsOf("select_policy_drafts", ({ db, t }) =>
  db.select().from(t.policyDrafts).where(eq(t.policyDrafts.merchantId, $("merchantId"))).orderBy(desc(t.policyDrafts.updatedAt), desc(t.policyDrafts.id)));

/** Beyond every version. */
const LAST = 2_147_483_647;

export const policyQueries = (engine: Engine): PolicyQueries => ({
  policyVersions: async (merchantId, { before = LAST, limit }) => {
    const rows = await engine.ask(selectVersions, { merchantId, before, limit });
    return rows.map((row) => ({ ...row, policy: completePolicy(row.policy) }));
  },
  policyDraft: async (merchantId, id) => {
    const [row] = await engine.ask(selectDraft, { merchantId, id });
    return row === undefined ? null : { ...row, policy: completePolicy(row.policy) };
  },
  policyDrafts: async (merchantId) => {
    const rows = await engine.ask(selectDrafts, { merchantId });
    return rows.map((row) => ({ ...row, policy: completePolicy(row.policy) }));
  },
});
