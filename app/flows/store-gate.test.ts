import { describe, expect, it } from "vitest";
import { type MerchantId, type StoreId, toId } from "../domain/ids";
import { createStoreGate } from "./store-gate";

const meet = (name: string) => ({ merchantId: toId<MerchantId>(name), id: toId<StoreId>(`s-${name}`), domain: `${name}.myshopify.com` });
const FAILURES = 20;

const gateOf = () => {
  const [quiet, well] = [meet("quiet"), meet("well")];
  const gate = createStoreGate({ now: () => 1_000, random: () => 0.5 });
  gate.meet(quiet);
  gate.meet(well);
  return { gate, quiet, well };
};

describe("the gate before stores' platforms", () => {
  it("given one store whose platform is silent, then that one is shut and no other", () => {
    const { gate, quiet, well } = gateOf();
    for (let failure = 0; failure < FAILURES; failure += 1) gate.failed(quiet.domain, "platform-api");
    expect(gate.shut()).toEqual([quiet.id]);
    expect(gate.admit(quiet.domain, "platform-api")).toBe(false);
    expect(gate.admit(well.domain, "platform-api")).toBe(true);
    expect(gate.retryAt(well.domain, "platform-api")).toBeNull();
    expect(gate.news().map(({ store, dependency }) => [store.id, dependency])).toEqual([[quiet.id, "platform-api"]]);
  });

  it("given another store that answers, then the silent one stays shut", () => {
    const { gate, quiet, well } = gateOf();
    for (let failure = 0; failure < FAILURES; failure += 1) {
      gate.failed(quiet.domain, "platform-api");
      gate.answered(well.domain, "platform-api");
    }
    expect(gate.shut()).toEqual([quiet.id]);
  });

  it("given a silent desk for tokens, then the store's platform is asked all the same", () => {
    const { gate, quiet } = gateOf();
    for (let failure = 0; failure < FAILURES; failure += 1) gate.failed(quiet.domain, "token-desk");
    expect(gate.admit(quiet.domain, "token-desk")).toBe(false);
    expect(gate.admit(quiet.domain, "platform-api")).toBe(true);
    expect(gate.shut()).toEqual([]);
  });
});
