import type { MerchantId, OrderId } from "../domain/ids";
import type { DecisionRecord } from "../domain/records";
import { checkCertificate, type CheckResult } from "../domain/routing/check";
import { canonicalBytes } from "../domain/routing/problem";
import { BadArgument, type CliWorld, type ExitCode, merchantsNamed } from "./command";
import { orderNamed } from "./order-named";

const PAGE = 200;
/** Of the lines that `routing export` prints; a checker refuses what it does not know. */
const DECISION_FORMAT = "switchyard-decision/1";

interface Options {
  merchant?: string;
  order?: string;
  json?: boolean;
}

interface Faulty {
  decisionId: string;
  orderId: string;
  order: string;
  faults: string[];
}

/** How many decisions were checked, what the checker itself could prove of them, and which do not hold. */
type Tally = Record<CheckResult["proved"], number> & { merchantId: MerchantId; checked: number; faulty: Faulty[] };

/** Has the independent checker look at every decision that was ever stored, or at those of one order; 1 when one does not hold. */
export async function verifyRouting(world: CliWorld, options: Options): Promise<ExitCode> {
  const tallies: Tally[] = [];
  for await (const { merchantId, decisions } of decisionsOf(world, options)) {
    const tally = tallies.find((one) => one.merchantId === merchantId) ?? { merchantId, checked: 0, optimal: 0, impossible: 0, consistent: 0, faulty: [] };
    if (!tallies.includes(tally)) tallies.push(tally);
    for (const decision of decisions) await addTo(tally, decision, world);
  }
  if (options.json === true) world.print(JSON.stringify(tallies));
  else for (const tally of tallies) printTally(tally, world);
  return tallies.some((tally) => tally.faulty.length > 0) ? 1 : 0;
}

/** Prints decisions for a checker that is not ours, one a line, as docs/certificates.md describes them. */
export async function exportRouting(world: CliWorld, order: string | undefined, options: { merchant?: string }): Promise<ExitCode> {
  for await (const { merchantId, decisions } of decisionsOf(world, order === undefined ? options : { ...options, order })) {
    for (const { id, orderId, decidedAt, inputsHash, certificate } of decisions) {
      // The problem in its canonical order of keys, so that its bytes are the hashed ones.
      const problem: unknown = JSON.parse(canonicalBytes(certificate.problem));
      world.print(JSON.stringify({ format: DECISION_FORMAT, merchantId, orderId, decisionId: id, decidedAt, inputsHash, certificate: { ...certificate, problem } }));
    }
  }
  return 0;
}

interface Page {
  merchantId: MerchantId;
  decisions: DecisionRecord[];
}

/** Every decision of the merchants that are asked for, page by page, each merchant with at least one page; or those of one order. */
async function* decisionsOf(world: CliWorld, options: Options): AsyncGenerator<Page> {
  const { db } = world.flow;
  if (options.order !== undefined) {
    const { order: { merchantId, id, name } } = await orderNamed(world, options.order, options.merchant);
    const decisions = await db.decisions(merchantId, id);
    if (decisions.length === 0) throw new BadArgument(`No routing decision has been made for order ${name}.`);
    return yield { merchantId, decisions };
  }
  for (const merchantId of await merchantsNamed(db, options.merchant)) {
    let decisions: DecisionRecord[] = [];
    do {
      decisions = await db.decisionPage(merchantId, decisions.at(-1)?.id ?? "", PAGE);
      yield { merchantId, decisions };
    } while (decisions.length > 0);
  }
}

async function addTo(tally: Tally, { id, orderId, certificate, inputsHash }: DecisionRecord, { flow }: CliWorld): Promise<void> {
  const { faults, proved } = checkCertificate(certificate);
  const changed = flow.sha256(canonicalBytes(certificate.problem)) !== inputsHash;
  const all = changed ? ["Its inputs are not those that it was made from.", ...faults] : faults;
  tally.checked += 1;
  if (all.length === 0) tally[proved] += 1;
  else tally.faulty.push({ decisionId: id, orderId, order: await nameOf(flow.db, tally.merchantId, orderId), faults: all });
}

const nameOf = async (db: CliWorld["flow"]["db"], merchantId: MerchantId, orderId: OrderId): Promise<string> => (await db.order(merchantId, orderId))?.order.name ?? orderId;

function printTally({ merchantId, checked, optimal, impossible, consistent, faulty }: Tally, { print }: CliWorld): void {
  for (const { decisionId, orderId, order, faults } of faulty) print(`  decision ${decisionId} of order ${order} (${orderId}): ${faults.join(" ")}`);
  const verdict = faulty.length === 0 ? "every decision holds" : `${faulty.length} ${faulty.length === 1 ? "decision does" : "decisions do"} not hold`;
  print(`${merchantId}: ${verdict} (${checked} checked: ${optimal} proved optimal a second time, by another method; ${impossible} shown to have no plan; ${consistent} consistent)`);
}
