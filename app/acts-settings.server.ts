import { createApiKey } from "./auth/api-keys";
import { createKey, revokeKey } from "./flows/api-key-acts";
import type { FlowContext } from "./flows/context";
import { publishPreset } from "./flows/publish-policy";
import { moveSetup, saveStoreSettings } from "./flows/store-settings";
import type { SettingsActs } from "./screens/acts-settings";

/** None of them leaves work to the workers: nothing is woken. */
export const createSettingsActs = (ctx: FlowContext): SettingsActs => ({
  saveStoreSettings: (ask) => saveStoreSettings(ctx, ask),
  createApiKey: (ask) => createKey(ctx, { ...ask, mint: createApiKey }),
  revokeApiKey: (ask) => revokeKey(ctx, ask),
  publishPreset: (ask) => publishPreset(ctx, ask),
  moveSetup: (ask) => moveSetup(ctx, ask),
});
