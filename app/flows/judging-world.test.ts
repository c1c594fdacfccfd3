import { expect, it } from "vitest";
import { DALLAS, NEW_JERSEY, openStore, orderOf, settledOrder } from "./flows.fixtures";
import { importCentroids } from "./import-centroids";

const acme = "acme" as never;

it("places of postal codes are taken in once, and orders without coordinates are routed by them", async () => {
  const bench = await openStore();
  const ask = { store: await bench.store(), actor: "person:1" };
  const nowhere = { ...NEW_JERSEY, latitude: null, longitude: null };
  const kmOf = async () => {
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 1 }], address: nowhere });
    const [decision] = await bench.db.latestDecisions(acme, [(await orderOf(bench, id)).order.id]);
    return decision?.certificate.problem.locations.map((one) => one.distanceKm);
  };
  const before = await kmOf();
  // As if 086.. lay where Dallas does.
  expect(await importCentroids(bench.ctx, { ...ask, text: "country,postal_code,latitude,longitude\nUS,08608,32.8,-96.8\n" })).toEqual({ ok: true, rows: 1, places: 1, countries: ["US"] });
  expect((await kmOf())?.[DALLAS]).toBeLessThan(60);
  expect(before?.[DALLAS]).toBeGreaterThan(1_000);
  expect(await bench.db.centroidCounts(acme)).toEqual([{ countryCode: "US", count: 1 }]);
});
