import { emptyChangeSet } from "../domain/change-set";
import { withTariff } from "../domain/policy/defaults";
import type { StoreRecord } from "../domain/records";
import { presetNamed, presetOf } from "../domain/routing/presets";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
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
    await ctx.db.commit([{ ...emptyChangeSet(merchantId), policies: [{ merchantId, version, name: preset.title, policy, publishedAt: now, actor, note: null, basedOn: null }] }]);
    // A version is written once: whoever comes second finds another policy under it, and publishes the next.
    const written = await ctx.db.policy(merchantId, version);
    if (written === null || presetOf(written.policy) !== preset.id) continue;
    const detail = { version, name: preset.title, before: latest?.name ?? null };
    await ctx.db.commit([{
      ...emptyChangeSet(merchantId),
      activity: [{ merchantId, id: ctx.newId(), at: now, actor, verb: "policy-published", subjectKind: "store", subjectId: storeId, reason: null, detail }],
    }]);
    await retryWaiting(ctx, merchantId);
    return { ok: true };
  }
  return { ok: false, field: null, problem: "Somebody else is publishing a policy at this moment. Look again and repeat it." };
};
