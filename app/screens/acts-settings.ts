import type { StoreSettings } from "../domain/desk";
import type { ActResult, Ask } from "./act-result";

/** The verbs of the settings. */
export interface SettingsActs {
  /** On top of the version that the form showed. Fields: `lowStockUnits`, `retentionDays`. */
  saveStoreSettings(ask: Ask & { version: number; settings: Pick<StoreSettings, "lowStockUnits" | "notifyCustomers" | "retentionDays"> }): Promise<ActResult>;
  /** The key is in the answer and nowhere else. Fields: `name`. */
  createApiKey(ask: Ask & { name: string; mayWrite: boolean }): Promise<{ ok: true; key: string } | Extract<ActResult, { ok: false }>>;
  /** Fields: `reason`. */
  revokeApiKey(ask: Ask & { keyId: string; reason: string }): Promise<ActResult>;
}
