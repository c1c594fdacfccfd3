import type { MerchantPolicy } from "../domain/policy/types";
import type { PolicyNames } from "../domain/policy/words";
import type { ActResult, Ask } from "./act-result";

/** A draft as the person saw it. */
export interface DraftAsk extends Ask {
  draftId: string;
  version: number;
}

export type DraftResult = { ok: true; draftId: string } | Extract<ActResult, { ok: false }>;

export type RatesResult =
  | { ok: true; cells: number; zones: number; weights: number }
  | { ok: false; field: "file"; problem: string; rows: { row: number; field: string; problem: string }[] };

export type CentroidsResult =
  | { ok: true; rows: number; places: number; countries: string[] }
  | Extract<RatesResult, { ok: false }>;

/** The verbs about the routing policy. Nothing is decided by a draft; a version that is published is never changed. */
export interface PolicyActs {
  /** Like the policy in use, or with the tariff of a preset. Fields: `name`, `preset`. */
  createPolicyDraft(ask: Ask & { name: string; preset: string | null }): Promise<DraftResult>;
  /** On top of the version that was seen; `asCopy`: as a draft of its own. Fields: `name`. */
  savePolicyDraft(ask: DraftAsk & { change: { name?: string; policy?: MerchantPolicy }; asCopy?: boolean }): Promise<DraftResult>;
  discardPolicyDraft(ask: DraftAsk): Promise<ActResult>;
  /** Takes over what was published since the draft began, where the draft does not say otherwise. */
  bringDraftUpToDate(ask: DraftAsk, names: PolicyNames): Promise<DraftResult>;
  /** CSV as the rates are downloaded; whole or not at all. */
  importPolicyRates(ask: DraftAsk & { text: string }): Promise<RatesResult>;
  /** CSV with the columns `country`, `postal_code`, `latitude`, `longitude`; counts at once. */
  importCentroids(ask: Ask & { text: string }): Promise<CentroidsResult>;
  /** `onto`: the version that the differences were read against. Fields: `note`, `despiteConflicts`, `despiteNewer`. */
  publishPolicyDraft(ask: DraftAsk & { onto: number; note: string; despiteConflicts: boolean; despiteNewer: boolean }): Promise<ActResult>;
  /** Publishes an older version's text as a new version. Fields: `note`, `despiteConflicts`. */
  rollBackPolicy(ask: Ask & { version: number; onto: number; note: string; despiteConflicts: boolean }): Promise<ActResult>;
}
