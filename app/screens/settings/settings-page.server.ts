import type { Db } from "../../db/port";
import { DEFAULT_STORE_SETTINGS, type StoreSettings } from "../../domain/desk";
import type { StoreRecord, StoreStatus } from "../../domain/records";

export interface StoreRow {
  id: string;
  name: string;
  domain: string;
  status: StoreStatus;
  currency: string;
  timeZone: string;
  installedAt: number;
  /** The one whose admin this is: only its way of working is changed here. */
  here: boolean;
}

export interface SettingsPageModel {
  stores: StoreRow[];
  status: StoreStatus;
  /** What the form is saved on top of; 0: never saved. */
  version: number;
  settings: Pick<StoreSettings, "lowStockUnits" | "notifyCustomers" | "retentionDays">;
  setup: { done: number; dismissed: boolean };
}

export async function settingsPage(db: Db, store: StoreRecord): Promise<SettingsPageModel> {
  const [stores, known] = await Promise.all([db.stores(store.merchantId), db.storeSettings(store.merchantId, store.id)]);
  const { lowStockUnits, notifyCustomers, retentionDays, setupDone, setupDismissed } = known?.settings ?? DEFAULT_STORE_SETTINGS;
  return {
    stores: stores.map(({ id, name, domain, status, currency, timeZone, installedAt }) => ({ id, name, domain, status, currency, timeZone, installedAt, here: id === store.id })),
    status: store.status,
    version: known?.version ?? 0,
    settings: { lowStockUnits, notifyCustomers, retentionDays },
    setup: { done: setupDone.length, dismissed: setupDismissed },
  };
}

/** Whole numbers of a form's field: null where it is empty, NaN for what is none, so that the flow refuses it at its field. */
export function wholeOrNull(value: FormDataEntryValue | null): number | null {
  const text = typeof value === "string" ? value.trim() : "";
  if (text === "") return null;
  return /^-?\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
}
