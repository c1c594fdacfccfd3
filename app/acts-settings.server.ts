import { createApiKey } from "./auth/api-keys";
import { createKey, revokeKey } from "./flows/api-key-acts";
import type { FlowContext } from "./flows/context";
import { askForErasure, askForExport } from "./flows/people-acts";
import { retryErasure } from "./flows/privacy-runs";
import { saveStoreSettings } from "./flows/store-settings";
import type { PeopleActs } from "./screens/acts-people";
import type { SettingsActs } from "./screens/acts-settings";

/** What they leave to the workers, as an erasure, is found by the sweep. */
export const createSettingsActs = (ctx: FlowContext): SettingsActs & PeopleActs => ({
  saveStoreSettings: (ask) => saveStoreSettings(ctx, ask),
  createApiKey: (ask) => createKey(ctx, { ...ask, mint: createApiKey }),
  revokeApiKey: (ask) => revokeKey(ctx, ask),
  exportCustomer: (ask) => askForExport(ctx, ask),
  eraseCustomer: (ask) => askForErasure(ctx, ask),
  retryErasure: ({ store, runId }) => retryErasure(ctx, { merchantId: store.merchantId, runId }),
});
