import { emptyChangeSet } from "../domain/change-set";
import { DEFAULT_STORE_SETTINGS, type ActivityRecord, type StoreSettings, type StoreSettingsRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";

/** A threshold beyond it is a slip of the keyboard. */
export const LOW_STOCK_UNITS_MAX = 100_000;
/** Below it, returns and claims could not be answered any more. */
export const RETENTION_DAYS_MIN = 30;
export const RETENTION_DAYS_MAX = 3_650;

const CONFLICTS_MAX = 3;
const DONE: ActResult = { ok: true };

export interface StoreSettingsAsk {
  store: StoreRecord;
  /** `person:<id>` */
  actor: string;
  /** The version that the form showed; 0: never set. */
  version: number;
  settings: Pick<StoreSettings, "lowStockUnits" | "notifyCustomers" | "retentionDays">;
}

/** Saves what a form asks, on top of the version that it showed. The same again changes nothing. Fields: `lowStockUnits`, `retentionDays`. */
export const saveStoreSettings = async (ctx: FlowContext, ask: StoreSettingsAsk): Promise<ActResult> => {
  const { store, actor, version, settings } = ask;
  const refused = whyRefused(settings);
  if (refused !== null) return refused;
  const known = await settingsOf(ctx, store);
  if (changesOf(known.settings, settings).length === 0) return DONE;
  if (known.version !== version) return MEANWHILE;
  const next = { ...known.settings, ...settings };
  const saved = await commitSettings(ctx, { store, known, next, activity: { actor, verb: "settings-changed", detail: { changes: changesOf(known.settings, settings) } } });
  return saved ? DONE : MEANWHILE;
};

const MEANWHILE: ActResult = { ok: false, field: null, problem: "Somebody else has saved these settings meanwhile. Reload the page to see them; nothing of yours was saved." };

function whyRefused({ lowStockUnits, retentionDays }: StoreSettingsAsk["settings"]): ActResult | null {
  if (lowStockUnits !== null && !isWhole(lowStockUnits, 0, LOW_STOCK_UNITS_MAX)) {
    return { ok: false, field: "lowStockUnits", problem: `Give a whole number from 0 to ${LOW_STOCK_UNITS_MAX}, or leave it empty for no notices.` };
  }
  if (retentionDays !== null && !isWhole(retentionDays, RETENTION_DAYS_MIN, RETENTION_DAYS_MAX)) {
    return { ok: false, field: "retentionDays", problem: `Give a whole number of days from ${RETENTION_DAYS_MIN} to ${RETENTION_DAYS_MAX}, or leave it empty to keep personal data until somebody asks.` };
  }
  return null;
}

const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;

interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

const changesOf = (before: StoreSettings, after: StoreSettingsAsk["settings"]): Change[] =>
  (["lowStockUnits", "notifyCustomers", "retentionDays"] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));

/** The steps of the setup, in their order. */
export const SETUP_STEPS = ["import", "locations", "routing", "observe", "go-live"] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export interface SetupAsk {
  store: StoreRecord;
  actor: string;
  act: { kind: "finish" | "reopen"; step: SetupStep } | { kind: "dismiss" } | { kind: "show" };
}

/** Remembers how far a person is with the setup. It has no form that could be stale: a conflict is simply done again. */
export const moveSetup = async (ctx: FlowContext, { store, actor, act }: SetupAsk): Promise<ActResult> => {
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const known = await settingsOf(ctx, store);
    const next = afterSetupAct(known.settings, act);
    if (next.setupDismissed === known.settings.setupDismissed && next.setupDone.join() === known.settings.setupDone.join()) return DONE;
    const detail = "step" in act ? { step: act.step } : {};
    if (await commitSettings(ctx, { store, known, next, activity: { actor, verb: `setup-${act.kind}`, detail } })) return DONE;
  }
  return MEANWHILE;
};

function afterSetupAct(settings: StoreSettings, act: SetupAsk["act"]): StoreSettings {
  switch (act.kind) {
    case "finish": return { ...settings, setupDone: SETUP_STEPS.filter((step) => step === act.step || settings.setupDone.includes(step)) };
    case "reopen": return { ...settings, setupDone: settings.setupDone.filter((step) => step !== act.step) };
    case "dismiss": return { ...settings, setupDismissed: true };
    case "show": return { ...settings, setupDismissed: false };
  }
}

const settingsOf = async (ctx: FlowContext, store: StoreRecord): Promise<Pick<StoreSettingsRecord, "version" | "settings">> =>
  (await ctx.db.storeSettings(store.merchantId, store.id)) ?? { version: 0, settings: DEFAULT_STORE_SETTINGS };

interface Saving {
  store: StoreRecord;
  known: Pick<StoreSettingsRecord, "version">;
  next: StoreSettings;
  activity: Pick<ActivityRecord, "actor" | "verb" | "detail">;
}

async function commitSettings(ctx: FlowContext, { store, known, next, activity }: Saving): Promise<boolean> {
  const { merchantId, id: storeId } = store;
  const now = ctx.now();
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId),
    guards: [{ kind: "store-settings", storeId, version: known.version }],
    storeSettings: [{ merchantId, storeId, version: known.version + 1, settings: next, updatedAt: now }],
    activity: [{ merchantId, id: ctx.newId(), at: now, subjectKind: "store", subjectId: storeId, reason: null, ...activity }],
  }]);
  return outcome?.status === "committed";
}
