import type { Db } from "../db/port";
import { withTariff } from "../domain/policy/defaults";
import type { StoreRecord } from "../domain/records";
import type { ReplayPolicy } from "../domain/replay/types";
import { presetNamed } from "../domain/routing/presets";

/** A policy that a person may try on the past. */
export type PolicyChoice = { kind: "version"; version: number } | { kind: "draft"; id: string } | { kind: "preset"; id: string };

/** The policy as it is now; null: there is none of that name. A preset keeps the rules and prices that are published beside its tariff. */
export const policyChosen = async (db: Pick<Db, "policy" | "policyDraft" | "latestPolicy">, { merchantId }: Pick<StoreRecord, "merchantId">, choice: PolicyChoice): Promise<ReplayPolicy | null> => {
  switch (choice.kind) {
    case "version": {
      const found = await db.policy(merchantId, choice.version);
      return found && { id: `version-${found.version}`, name: `Version ${found.version}: ${found.name}`, version: found.version, policy: found.policy };
    }
    case "draft": {
      const found = await db.policyDraft(merchantId, choice.id);
      return found && { id: `draft-${found.id}`, name: `Draft: ${found.name}`, version: found.basedOnVersion, policy: found.policy };
    }
    case "preset": {
      const [preset, latest] = [presetNamed(choice.id), await db.latestPolicy(merchantId)];
      return preset && latest && { id: `preset-${preset.id}`, name: preset.title, version: latest.version, policy: withTariff(latest.policy, preset.policy.tariff) };
    }
  }
};

/** Reads `version:3`, `draft:…`, `preset:…`, as a form says it; null: it is none of these. */
export const readChoice = (text: string): PolicyChoice | null => {
  const [, kind, name] = /^(version|draft|preset):(.{1,200})$/.exec(text) ?? [];
  if (kind === undefined || name === undefined) return null;
  if (kind !== "version") return { kind: kind as "draft" | "preset", id: name };
  return /^\d{1,9}$/.test(name) ? { kind, version: Number(name) } as PolicyChoice : null;
};
