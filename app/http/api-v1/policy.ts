import type { z } from "zod";
import type { PolicyRecord } from "../../domain/records";
import { NoQuery, PolicyQuery } from "./arguments";
import { type Answer, endpoint, found, refused } from "./endpoint";
import { isoTime, listOf, Policy, PolicyVersion } from "./shapes";

export const getPolicy = endpoint({
  path: "/policy", tag: "Policy", summary: "The routing policy in use", query: NoQuery, answer: Policy,
  description: "Whole: tariff, costs, promises, rules. All money in whole minor units of the merchant's currency. New decisions follow it; each decision names the version that it was made by.",
  async respond({ db, merchantId }): Promise<Answer<z.output<typeof Policy>>> {
    const latest = await db.latestPolicy(merchantId);
    return latest === null ? NONE : found({ ...versionOf(latest), policy: latest.policy });
  },
});

export const listPolicyVersions = endpoint({
  path: "/policy/versions", tag: "Policy", summary: "List the versions of the routing policy", query: PolicyQuery, answer: listOf(PolicyVersion),
  description: "Newest first. A version is never changed: going back to an old one publishes it again, and `basedOn` names it.",
  async respond({ db, merchantId, query }) {
    const { cursor: before, limit } = query;
    const rows = await db.policyVersions(merchantId, { limit: limit + 1, ...(before !== undefined && { before }) });
    const data = rows.slice(0, limit);
    return found({ data: data.map(versionOf), nextCursor: rows.length > limit ? String(data.at(-1)?.version ?? "") : null });
  },
});

export const getPolicyVersion = endpoint({
  path: "/policy/versions/:id", tag: "Policy", summary: "Read one version of the routing policy", query: NoQuery, answer: Policy, description: "Whole, as it was published; by its number.",
  async respond({ db, merchantId, id }): Promise<Answer<z.output<typeof Policy>>> {
    const record = /^[1-9]\d{0,8}$/.test(id) ? await db.policy(merchantId, Number(id)) : null;
    return record === null ? NONE : found({ ...versionOf(record), policy: record.policy });
  },
});

const NONE = refused({ status: 404, title: "No such version", detail: "No policy is published under this number." });

export const versionOf = ({ version, name, actor, note, basedOn, publishedAt }: PolicyRecord): z.output<typeof PolicyVersion> => ({ version, name, publishedBy: actor, note, basedOn, publishedAt: isoTime(publishedAt) });
