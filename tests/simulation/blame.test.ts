import { expect, test } from "vitest";
import { noFaults } from "../../sandbox/shopify/faults";
import { happen, resetActs } from "./acts";
import { checkReconciled } from "./reconciled";
import { openWorld, settleDown } from "./world";

const EVENTS = 200;
const WILD = { duplicate: 0.1, delay: 0.3, delayMs: 60_000, timeoutAfter: 0.05, staleRead: 0.05 };

test.each([{ seed: 1, weather: {} }, { seed: 4, weather: WILD }, { seed: 7, weather: WILD }])("seed $seed: where nobody touched the stock, nobody is said to have done so", async ({ seed, weather }) => {
  resetActs();
  const world = await openWorld({ seed, databaseUrl: ":memory:" });
  try {
    const people = world.twin.people();
    (world.twin as { people(): typeof people }).people = () => ({ ...people, adjustStock: () => undefined });
    Object.assign(world.twin.faults, weather);
    for (let event = 0; event < EVENTS; event += 1) await happen(world);
    Object.assign(world.twin.faults, noFaults());
    await settleDown(world);
    expect(await checkReconciled(world)).toEqual([]);
    const found = await world.ground.db.differencesSince(world.merchantId, { storeId: world.storeId, since: 0, limit: 5_000 });
    expect(found.filter((one) => one.cause === "changed-outside")).toEqual([]);
  } finally {
    await world.ground.db.close();
  }
}, 60_000);
