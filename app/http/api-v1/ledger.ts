import { NoQuery } from "./arguments";
import { endpoint, found } from "./endpoint";
import { LedgerProof } from "./shapes";

const FAULTS_MAX = 100;

export const proveLedger = endpoint({
  path: "/ledger/proof", tag: "Ledger", summary: "Prove the stock ledger", query: NoQuery, answer: LedgerProof,
  description: `Folds every entry again and compares: balances, on hand, open allocations, shipments, overselling. At most ${FAULTS_MAX} faults are listed.`,
  async respond({ db, merchantId }) {
    const [faults, summary] = await Promise.all([db.ledgerFaults(merchantId, FAULTS_MAX), db.ledgerSummary(merchantId)]);
    return found({ ok: faults.length === 0, faults, summary });
  },
});
