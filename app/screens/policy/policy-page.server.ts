import type { Db } from "../../db/port";
import type { PolicyRecord, StoreRecord } from "../../domain/records";
import { PRESETS } from "../../domain/routing/presets";
import { actorWords } from "../activity-words";
import { policyNames } from "./policy-names.server";
import { changeRows, readPolicy, type ChangeRow, type ReadSection } from "./policy-reading.server";

const VERSIONS_A_PAGE = 20;

export interface VersionRow {
  version: number;
  name: string;
  who: string;
  at: number;
  note: string | null;
  /** The version whose text it took up again. */
  basedOn: number | null;
  /** Against the version before it; null: it is the first. */
  changes: ChangeRow[] | null;
}

export interface DraftRow {
  id: string;
  name: string;
  who: string;
  at: number;
  version: number;
  /** Against the policy in use. */
  changes: number;
  /** Versions that were published since it began. */
  behind: number;
}

export interface PolicyPage {
  present: VersionRow | null;
  drafts: DraftRow[];
  versions: VersionRow[];
  /** Older ones follow from here; null: there are none. */
  olderBefore: number | null;
  presets: { id: string; title: string; wants: string }[];
  timeZone: string;
}

/** The policy in use, what is being prepared, and what was in use before; `before`: older versions than this one. */
export async function policyPage(db: Db, store: StoreRecord, { before }: { before: number | null }): Promise<PolicyPage> {
  const { merchantId, timeZone } = store;
  const [latest, drafts, found] = await Promise.all([
    db.latestPolicy(merchantId), db.policyDrafts(merchantId), db.policyVersions(merchantId, { limit: VERSIONS_A_PAGE + 1, ...(before !== null && { before }) }),
  ]);
  const names = await policyNames(db, store, [...found, ...drafts, ...(latest ? [latest] : [])].map(({ policy }) => policy));
  const shown = found.slice(0, VERSIONS_A_PAGE);
  const rowOf = (record: PolicyRecord, previous: PolicyRecord | undefined): VersionRow => ({
    version: record.version, name: record.name, who: actorWords(record.actor), at: record.publishedAt, note: record.note, basedOn: record.basedOn,
    changes: previous === undefined ? null : changeRows(previous.policy, record.policy, names),
  });
  const versions = shown.map((record, index) => rowOf(record, found[index + 1]));
  return {
    present: latest === null ? null : rowOf(latest, undefined), versions, timeZone,
    olderBefore: found.length > VERSIONS_A_PAGE ? (shown.at(-1)?.version ?? null) : null,
    drafts: drafts.map(({ id, name, actor, updatedAt, version, basedOnVersion, policy }) => ({
      id, name, who: actorWords(actor), at: updatedAt, version, changes: latest === null ? 0 : changeRows(latest.policy, policy, names).length, behind: Math.max(0, (latest?.version ?? 0) - basedOnVersion),
    })),
    presets: PRESETS.map(({ id, title, wants }) => ({ id, title, wants })),
  };
}

export interface VersionPage {
  version: number;
  name: string;
  who: string;
  at: number;
  note: string | null;
  basedOn: number | null;
  present: { version: number; name: string };
  sections: ReadSection[];
  /** Against the version before it; null: it is the first. */
  changes: ChangeRow[] | null;
  /** What would change if it were in use again. */
  back: ChangeRow[];
  timeZone: string;
}

/** One version, whole; null: there is none. */
export async function versionPage(db: Db, store: StoreRecord, version: number): Promise<VersionPage | null> {
  const { merchantId, timeZone } = store;
  const [record, latest, previous] = await Promise.all([db.policy(merchantId, version), db.latestPolicy(merchantId), db.policy(merchantId, version - 1)]);
  if (record === null || latest === null) return null;
  const names = await policyNames(db, store, [record, latest, ...(previous ? [previous] : [])].map(({ policy }) => policy));
  return {
    version, name: record.name, who: actorWords(record.actor), at: record.publishedAt, note: record.note, basedOn: record.basedOn, present: { version: latest.version, name: latest.name }, timeZone,
    sections: readPolicy(record.policy, names), changes: previous === null ? null : changeRows(previous.policy, record.policy, names), back: changeRows(latest.policy, record.policy, names),
  };
}
