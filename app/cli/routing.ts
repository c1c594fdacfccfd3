import type { DecisionRecord } from "../domain/records";
import { checkCertificate } from "../domain/routing/check";
import { canonicalBytes } from "../domain/routing/problem";
import { type CliWorld, type ExitCode, merchantsNamed } from "./command";

const PAGE = 200;

/** Has the independent checker look at every decision that was ever stored; 1 when one does not hold. */
export async function verifyRouting({ flow, print }: CliWorld, options: { merchant?: string }): Promise<ExitCode> {
  let broken = false;
  for (const merchantId of await merchantsNamed(flow.db, options.merchant)) {
    let checked = 0;
    let faulty = 0;
    let afterId = "";
    for (let page = await flow.db.decisionPage(merchantId, afterId, PAGE); page.length > 0; page = await flow.db.decisionPage(merchantId, afterId, PAGE)) {
      for (const decision of page) {
        const faults = faultsOf(decision, flow.sha256);
        checked += 1;
        if (faults.length === 0) continue;
        faulty += 1;
        print(`  decision ${decision.id} of order ${decision.orderId}: ${faults.join("; ")}`);
      }
      afterId = page.at(-1)!.id;
    }
    broken ||= faulty > 0;
    print(`${merchantId}: ${faulty === 0 ? "every decision holds" : `${faulty} decisions do not hold`} (${checked} checked)`);
  }
  return broken ? 1 : 0;
}

function faultsOf(decision: DecisionRecord, sha256: (text: string) => string): string[] {
  const inputs = sha256(canonicalBytes(decision.certificate.problem)) === decision.inputsHash ? [] : ["its inputs are not those that it was made from"];
  return [...inputs, ...checkCertificate(decision.certificate)];
}
