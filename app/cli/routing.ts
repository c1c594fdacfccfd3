import type { MerchantId } from "../domain/ids";
import type { DecisionRecord } from "../domain/records";
import { checkCertificate } from "../domain/routing/check";
import { canonicalBytes } from "../domain/routing/problem";
import { type CliWorld, type ExitCode, merchantsNamed } from "./command";

const PAGE = 200;

interface Tally {
  checked: number;
  optimal: number;
  faulty: number;
}

/** Has the independent checker look at every decision that was ever stored; 1 when one does not hold. */
export async function verifyRouting(world: CliWorld, options: { merchant?: string }): Promise<ExitCode> {
  let broken = false;
  for (const merchantId of await merchantsNamed(world.flow.db, options.merchant)) {
    const tally = await verifyMerchant(world, merchantId);
    broken ||= tally.faulty > 0;
    const verdict = tally.faulty === 0 ? "every decision holds" : `${tally.faulty} decisions do not hold`;
    world.print(`${merchantId}: ${verdict} (${tally.checked} checked, ${tally.optimal} proved optimal a second time, by another method)`);
  }
  return broken ? 1 : 0;
}

async function verifyMerchant({ flow, print }: CliWorld, merchantId: MerchantId): Promise<Tally> {
  const tally: Tally = { checked: 0, optimal: 0, faulty: 0 };
  let page: DecisionRecord[] = [];
  do {
    page = await flow.db.decisionPage(merchantId, page.at(-1)?.id ?? "", PAGE);
    for (const decision of page) {
      const { faults, proved } = checkCertificate(decision.certificate);
      const changed = flow.sha256(canonicalBytes(decision.certificate.problem)) !== decision.inputsHash;
      const all = changed ? ["Its inputs are not those that it was made from.", ...faults] : faults;
      tally.checked += 1;
      if (proved === "optimal") tally.optimal += 1;
      if (all.length === 0) continue;
      tally.faulty += 1;
      print(`  decision ${decision.id} of order ${decision.orderId}: ${all.join(" ")}`);
    }
  } while (page.length > 0);
  return tally;
}
