import type { Db } from "../../db/port";
import type { StoreRecord } from "../../domain/records";
import { PRESETS } from "../../domain/routing/presets";
import { dateOf, daysAfter, startOfDate, startOfDay } from "../../ui/plain/time-words";
import { runRow, type RunRow } from "../run-words";

const VERSIONS_SHOWN = 20;
const RUNS_SHOWN = 25;
const DAY_MS = 86_400_000;
const OWN_DAYS = 30;

export interface ReplayForm {
  policies: { value: string; label: string }[];
  base: string;
  draft: string;
  from: string;
  until: string;
}

export interface ReplayListRow extends RunRow {
  names: string;
  /** "1 Mar to 30 Mar 2026" */
  period: string;
  headed: boolean;
}

const dayWords = (at: number, timeZone: string): string => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone });

/** `endsAt` is the first instant that is not of the period. */
export const periodWords = (startsAt: number, endsAt: number, timeZone: string): string => `${dayWords(startsAt, timeZone)} to ${dayWords(endsAt - 1, timeZone)}`;

/** The form with what may be chosen in it, and the replays that were made. */
export async function replayPage(db: Db, { store, now, url }: { store: StoreRecord; now: number; url: URL }): Promise<{ form: ReplayForm; runs: ReplayListRow[]; orders: number; installedOn: string }> {
  const { merchantId, timeZone } = store;
  const [versions, drafts, runs, orders] = await Promise.all([
    db.policyVersions(merchantId, { limit: VERSIONS_SHOWN }), db.policyDrafts(merchantId), db.runs(merchantId, { storeId: store.id, kinds: ["replay"], limit: RUNS_SHOWN }),
    db.countPlaced(merchantId, { storeId: store.id, from: now - 90 * DAY_MS, until: now }),
  ]);
  const policies = [
    ...versions.map(({ version, name }, index) => ({ value: `version:${version}`, label: `Version ${version}: ${name}${index === 0 ? " (in use)" : ""}` })),
    ...drafts.map(({ id, name }) => ({ value: `draft:${id}`, label: `Draft: ${name}` })),
    ...PRESETS.map(({ id, title }) => ({ value: `preset:${id}`, label: `Preset: ${title}` })),
  ];
  const wanted = `draft:${url.searchParams.get("draft") ?? ""}`;
  const known = (value: string): boolean => policies.some((one) => one.value === value);
  const firstDraft = drafts[0] === undefined ? `preset:${PRESETS[1]?.id ?? ""}` : `draft:${drafts[0].id}`;
  return {
    form: {
      policies, base: policies[0]?.value ?? "", draft: known(wanted) ? wanted : firstDraft,
      from: daysAfter(dateOf(now, timeZone), -OWN_DAYS), until: dateOf(now, timeZone),
    },
    orders, installedOn: dayWords(store.installedAt, timeZone),
    runs: runs.map((run) => {
      const { startsAt, endsAt, policies: [base, draft] } = run.detail as { startsAt: number; endsAt: number; policies: { name: string }[] };
      return { ...runRow(run), headed: run.status === "done", period: periodWords(startsAt, endsAt, timeZone), names: `${draft?.name ?? "A policy"}, against ${base?.name ?? "another"}` };
    }),
  };
}

/** The chosen period as instants: whole days where the store is; the last days end now. */
export const periodOf = (form: FormData, { now, timeZone }: { now: number; timeZone: string }): { startsAt: number; endsAt: number } => {
  const days = Number(form.get("period"));
  if (days > 0) return { startsAt: startOfDay(now - days * DAY_MS, timeZone), endsAt: now };
  const startsAt = startOfDate(String(form.get("from") ?? ""), timeZone);
  const until = String(form.get("until") ?? "");
  const last = startOfDate(until, timeZone);
  return { startsAt: startsAt ?? Number.NaN, endsAt: last === null ? Number.NaN : (startOfDate(daysAfter(until, 1), timeZone) ?? Number.NaN) };
};
