import { commitRules } from "./battery-commit";
import { concurrencyRules } from "./battery-concurrency";
import { driftRules } from "./battery-drift";
import { experienceRules } from "./battery-experience";
import type { Bed } from "./battery-fixtures";
import { ledgerRules } from "./battery-ledger";
import { privacyRules } from "./battery-privacy";
import { policyRules } from "./battery-policy";
import { homeRules } from "./battery-home";
import { listRules } from "./battery-lists";
import { queryRules } from "./battery-queries";
import { queueRules } from "./battery-queues";
import { reportRules } from "./battery-reports";
import { secrecyRules } from "./battery-secrecy";
import { troubledRules } from "./battery-troubled";
import { watchRules } from "./battery-watch";
import { silenceRules } from "./battery-silences";
import { storeRules } from "./battery-stores";

/** What every database that stands behind the port must hold to. */
export const databaseBattery = (bed: () => Bed): void => {
  commitRules(bed);
  queueRules(bed);
  queryRules(bed);
  listRules(bed);
  homeRules(bed);
  storeRules(bed);
  ledgerRules(bed);
  secrecyRules(bed);
  privacyRules(bed);
  reportRules(bed);
  concurrencyRules(bed);
  watchRules(bed);
  silenceRules(bed);
  driftRules(bed);
  troubledRules(bed);
  experienceRules(bed);
  policyRules(bed);
};
