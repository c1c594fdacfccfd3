import { expect, test } from "vitest";
import { decision } from "./battery-fixtures";
import { withoutTariffs, withTariff } from "./tariffs";

test("what rows keep has its tariff again, to the byte, and the same tariff is kept once", () => {
  const [one, other] = [decision("d1", "1"), decision("d2", "2")];
  const { decisions, tariffs } = withoutTariffs([one, other]);
  expect(tariffs).toHaveLength(1);
  expect(JSON.stringify(decisions)).not.toContain("zonesKm");
  const read = { ...(decisions[0] as unknown as typeof one), tariff: tariffs[0]!.tariff };
  expect(JSON.stringify(withTariff(read).certificate)).toBe(JSON.stringify(one.certificate));
});

test("another tariff is another row, and so is that of another merchant", () => {
  const one = decision("d1", "1");
  const problem = { ...one.certificate.problem, policy: { ...one.certificate.problem.policy, splitPenaltyMinor: 1 } };
  const { tariffs } = withoutTariffs([one, { ...one, certificate: { ...one.certificate, problem } }, { ...one, merchantId: "other" as never }]);
  expect(tariffs).toHaveLength(3);
});

test("a decision of before, which keeps its tariff itself, is read as it is", () => {
  const { certificate } = decision("d1", "1");
  expect(withTariff({ certificate, tariff: null })).toEqual({ certificate });
});
