import { LedgerModel } from "./ledger-model";
import { LedgerRun } from "./ledger-run";
import type { Machine } from "./play";

const UNITS_AT_FIRST = 4;

/** Two goods on two shelves each, read once. */
export const ledger: Machine<LedgerModel, LedgerRun> = {
  begin: async (house) => {
    const model = new LedgerModel(["mug", "tee"], ["east", "west"], house.now);
    const real = new LedgerRun(house);
    const quantities = { available: UNITS_AT_FIRST, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0 };
    const said = Object.fromEntries(model.places.map((place) => [place, quantities]));
    for (const item of model.items) {
      await real.read(item, said, house.now);
      model.read(item, said, house.now);
    }
    return { model, real };
  },
  orders: (model) => [...model.orders.keys()],
};
