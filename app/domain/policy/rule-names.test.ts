import { expect, test } from "vitest";
import { DEFAULT_MERCHANT_POLICY } from "./defaults";
import { ruleNames } from "./rule-names";

test("a rule is called as the version that decided calls it, and by its id where that does not know it", () => {
  const rules = [{ id: "r1", name: "Batteries only from Newark", on: true, when: { hazard: true }, then: { kind: "only-from" as const, locationIds: [] } }];
  const nameOf = ruleNames({ policy: { ...DEFAULT_MERCHANT_POLICY, rules } });
  expect([nameOf("r1"), nameOf("r2"), ruleNames(null)("r1")]).toEqual(["Batteries only from Newark", "r2", "r1"]);
});
