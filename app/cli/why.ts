import { namesOf, wordsFor } from "../http/api-v1/order-shape";
import { explain } from "../domain/routing/explain";
import { route } from "../domain/routing/solve";
import { canonicalJson } from "./canonical-json";
import type { CliWorld, ExitCode } from "./command";
import { orderNamed } from "./order-named";
import { exportRouting } from "./routing";

/** Says why an order was routed as it was, and proves it: the decision is made again from its stored inputs and compared byte for byte. With `json`, the decisions for an outside checker. */
export async function why(world: CliWorld, name: string, options: { merchant?: string; json?: boolean }): Promise<ExitCode> {
  if (options.json === true) return exportRouting(world, name, options);
  const { flow, print } = world;
  const aggregate = await orderNamed(world, name, options.merchant);
  const { merchantId, id, status, problem } = aggregate.order;
  print(`Order ${aggregate.order.name} (${id}) is ${status}.`);
  const [decision] = await flow.db.latestDecisions(merchantId, [id]);
  if (!decision) {
    print(problem ?? "No routing decision has been made for it.");
    return 0;
  }
  const names = namesOf(await flow.db.locations(merchantId));
  const policy = await flow.db.policy(merchantId, decision.certificate.problem.policyVersion);
  for (const sentence of explain(decision.certificate, wordsFor(aggregate, names, policy)).sentences) print(sentence);
  const same = canonicalJson(route(decision.certificate.problem)) === canonicalJson(decision.certificate);
  print(same ? "Decided again from the same inputs: the same decision, byte for byte." : "Decided again from the same inputs: a DIFFERENT decision. The routing code has changed since, or the record has.");
  return same ? 0 : 1;
}
