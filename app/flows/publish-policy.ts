import { emptyChangeSet } from "../domain/change-set";
import { withTariff } from "../domain/policy/defaults";
import type { StoreRecord } from "../domain/records";
import { presetNamed, presetOf } from "../domain/routing/presets";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { noted } from "./policy-drafts";
import { retryWaiting } from "./retry-waiting";

const CONFLICTS_MAX = 3;

/** Makes a preset the newest version of the routing policy; new decisions follow it, old ones keep theirs. Fields: `preset`. */
export const publishPreset = async (ctx: FlowContext, ask: { store: StoreRecord; actor: string; preset: string }): Promise<ActResult> => {
  const { store: { merchantId, id: storeId }, actor } = ask;
  const preset = presetNamed(ask.preset);
  if (preset === null) return { ok: false, field: "preset", problem: "Choose one of the three." };
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const latest = await ctx.db.latestPolicy(merchantId);
    if (latest !== null && presetOf(latest.policy) === preset.id) return { ok: true };
    const version = (latest?.version ?? 0) + 1;
    const now = ctx.now();
    // A preset is a tariff: the rules and prices beside it stay as they are.
    const policy = latest === null ? preset.policy : withTariff(latest.policy, preset.policy.tariff);
    const [outcome] = await ctx.db.commit([{
      ...emptyChangeSet(merchantId), guards: [{ kind: "latest-policy", version: version - 1 }],
      policies: [{ merchantId, version, name: preset.title, policy, publishedAt: now, actor, note: null, basedOn: null }],
      activity: [noted(ctx, { merchantId, actor, verb: "policy-published", subjectId: storeId, detail: { version, name: preset.title, before: latest?.name ?? null } })],
    }]);
    // Whoever comes second finds another policy in use, and publishes the next.
    if (outcome?.status !== "committed") continue;
    await retryWaiting(ctx, merchantId);
    return { ok: true };
  }
  return { ok: false, field: null, problem: "Somebody else is publishing a policy at this moment. Look again and repeat it." };
};
