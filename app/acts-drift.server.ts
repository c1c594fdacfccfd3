import type { FlowContext } from "./flows/context";
import { readDriftAgain } from "./flows/read-drift-again";
import type { ActResult } from "./screens/acts";
import type { DriftActs } from "./screens/acts-drift";

export const createDriftActs = (ctx: FlowContext, woken: (result: Promise<ActResult>) => Promise<ActResult>): DriftActs => ({
  readDriftAgain: (ask) => woken(readDriftAgain(ctx, ask)),
});
