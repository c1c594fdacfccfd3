import type { LocationSettingsRecord } from "../domain/desk";
import type { LocationId } from "../domain/ids";
import type { ActResult, Ask } from "./act-result";

/** What a merchant says about a location; `pausedReason` null: it is open. */
export type LocationForm = Omit<LocationSettingsRecord, "merchantId" | "locationId" | "version" | "updatedAt">;

export interface LocationActs {
  /**
   * Saves all of it on top of the version that the form showed (0: never saved). Fields: `pausedReason`, `dailyParcels`, `cutOff`,
   * `timeZone`, `workdays`, `holidays` or `holidays.<place from 0>`, `latitude`, `longitude`.
   */
  saveLocationSettings(ask: Ask & { locationId: LocationId; version: number; settings: LocationForm }): Promise<ActResult>;
}
