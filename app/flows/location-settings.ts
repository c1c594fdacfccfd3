import { emptyChangeSet } from "../domain/change-set";
import type { ActivityRecord, LocationSettingsRecord } from "../domain/desk";
import type { LocationId } from "../domain/ids";
import { type LocationForm, readLocationForm, settingChanges } from "../domain/location-settings";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { decideAt } from "./decide-at";

export interface LocationAsk {
  store: StoreRecord;
  /** `person:<id>` */
  actor: string;
  locationId: LocationId;
  /** The version that the form showed; 0: never saved. */
  version: number;
  settings: LocationForm;
}

const DONE: ActResult = { ok: true };
const refuse = (problem: string): ActResult => ({ ok: false, field: null, problem });
const MEANWHILE = refuse("Somebody else has saved these settings meanwhile. Reload the page to see them; nothing of yours was saved.");

/**
 * Saves all that a merchant says about a location, on top of the version that the form showed. The orders that stand there, and those
 * that wait for stock, are decided again. The same again changes nothing. Fields: see `readLocationForm`.
 */
export const saveLocationSettings = async (ctx: FlowContext, ask: LocationAsk): Promise<ActResult> => {
  const reading = readLocationForm(ask.settings);
  if (!reading.ok) return reading;
  const { store, locationId } = ask;
  const { merchantId } = store;
  const location = (await ctx.db.locations(merchantId)).find((one) => one.id === locationId && one.storeId === store.id);
  if (!location) return refuse("This location is not one of the store's any more. Reload the page.");
  const known = (await ctx.db.locationSettings(merchantId)).find((one) => one.locationId === locationId) ?? null;
  if (known !== null && settingChanges(known, reading.settings).length === 0) return DONE;
  if ((known?.version ?? 0) !== ask.version) return MEANWHILE;
  const record: LocationSettingsRecord = { ...reading.settings, merchantId, locationId, version: ask.version + 1, updatedAt: ctx.now() };
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId), guards: [{ kind: "location-settings", locationId, version: ask.version }], locationSettings: [record],
    activity: [told(ctx, ask, { known, record })], wantedReads: await decideAt(ctx, store, [locationId]),
  }]);
  return outcome?.status === "committed" ? DONE : MEANWHILE;
};

const told = (ctx: FlowContext, ask: LocationAsk, { known, record }: { known: LocationSettingsRecord | null; record: LocationSettingsRecord }): ActivityRecord => {
  const [was, is] = [known?.pausedReason ?? null, record.pausedReason];
  const verb = was === null && is !== null ? "location-paused" : was !== null && is === null ? "location-opened" : "location-changed";
  return {
    merchantId: ask.store.merchantId, id: ctx.newId(), at: ctx.now(), actor: ask.actor, verb, subjectKind: "location", subjectId: ask.locationId, reason: is,
    detail: { changes: settingChanges(known, record) },
  };
};
