import type { FlowContext } from "./flows/context";
import { readChoice } from "./flows/replay-policies";
import { cancelReplay, startReplay } from "./flows/replay-run";
import type { ReplayActs } from "./screens/acts-replay";

const GONE = "Choose a policy.";

/** A run is found by the sweep. */
export const createReplayActs = (ctx: FlowContext): ReplayActs => ({
  startReplay: async ({ base, draft, ...ask }) => {
    const [baseChoice, draftChoice] = [readChoice(base), readChoice(draft)];
    if (!baseChoice) return { ok: false, field: "base", problem: GONE };
    if (!draftChoice) return { ok: false, field: "draft", problem: GONE };
    const begun = await startReplay(ctx, { ...ask, base: baseChoice, draft: draftChoice });
    return begun.ok || (begun.field !== "startsAt" && begun.field !== "endsAt") ? begun : { ...begun, field: "period" };
  },
  cancelReplay: (ask) => cancelReplay(ctx, ask),
});
