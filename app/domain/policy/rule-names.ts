import type { PolicyRecord } from "../records";

/** What the merchant called a rule in the version that decided; rules that it does not know keep their id. */
export function ruleNames(version: Pick<PolicyRecord, "policy"> | null): (id: string) => string {
  const names = new Map(version?.policy.rules.map((rule) => [rule.id, rule.name]));
  return (id) => names.get(id) ?? id;
}
