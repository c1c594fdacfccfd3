import { type CliWorld, type ExitCode, merchantsNamed } from "./command";

const FAULTS_MAX = 1_000;

/** Proves the stock ledger of one merchant or of all; 1 when a promise is broken. */
export async function verifyLedger({ flow: { db }, print }: CliWorld, options: { merchant?: string }): Promise<ExitCode> {
  let broken = false;
  for (const merchantId of await merchantsNamed(db, options.merchant)) {
    const [faults, summary] = await Promise.all([db.ledgerFaults(merchantId, FAULTS_MAX), db.ledgerSummary(merchantId)]);
    broken ||= faults.length > 0;
    const verdict = faults.length === 0 ? "holds" : `${faults.length === FAULTS_MAX ? `at least ${FAULTS_MAX}` : faults.length} faults`;
    print(`${merchantId}: ${verdict} (${summary.entries} entries, ${summary.levels} levels, ${summary.openAllocations} open allocations)`);
    for (const fault of faults) print(`  ${fault.rule}:${fault.itemId === null ? " parcels" : ` item ${fault.itemId}`}${fault.locationId ? ` at ${fault.locationId}` : ""}: expected ${fault.expected}, found ${fault.found}. ${fault.detail}`);
  }
  return broken ? 1 : 0;
}
