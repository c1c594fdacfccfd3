import { afterAll, beforeAll, beforeEach } from "vitest";
import { openFixtureShop, type FixtureShop } from "./fixture-context";

/** The made-up shop of a test file: opened before its tests, closed after them, and before each it has been asked nothing and answers well. */
export const fixtureShop = (options: Parameters<typeof openFixtureShop>[0] = {}): Omit<FixtureShop, "close"> => {
  let shop: FixtureShop;
  beforeAll(async () => void (shop = await openFixtureShop(options)));
  afterAll(() => shop.close());
  beforeEach(() => {
    shop.asked.length = 0;
    shop.answer.result = { ok: true };
  });
  return {
    get context() {
      return shop.context;
    },
    get db() {
      return shop.db;
    },
    get asked() {
      return shop.asked;
    },
    get answer() {
      return shop.answer;
    },
  };
};
