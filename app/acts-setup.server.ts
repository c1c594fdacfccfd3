import type { FlowContext } from "./flows/context";
import { leaveStore } from "./flows/leave-store";
import { publishPreset } from "./flows/publish-policy";
import { retryImport } from "./flows/retry-import";
import { moveSetup } from "./flows/store-settings";
import type { ActResult } from "./screens/act-result";
import type { SetupActs } from "./screens/acts-setup";

type Woken = (result: Promise<ActResult>) => Promise<ActResult>;

export const createSetupActs = (ctx: FlowContext, woken: Woken): SetupActs => ({
  moveSetup: (ask) => moveSetup(ctx, ask),
  publishPreset: (ask) => publishPreset(ctx, ask),
  retryImport: (ask) => woken(retryImport(ctx, ask)),
  leaveStore: (ask) => woken(leaveStore(ctx, ask)),
});
