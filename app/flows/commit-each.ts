import type { ChangeSet } from "../domain/change-set";
import type { FlowContext } from "./context";

export type SetOutcome = { status: "committed" } | { status: "conflict" } | { status: "failed"; problem: string };

/**
 * Commits a batch. Should the database refuse it as a whole (a bug in one set), each set is tried alone, so that one bad
 * order never stops another.
 */
export const commitEach = async (ctx: FlowContext, sets: readonly ChangeSet[]): Promise<SetOutcome[]> => {
  if (sets.length === 0) return [];
  try {
    return (await ctx.db.commit(sets)).map(({ status }) => ({ status }));
  } catch (error) {
    if (sets.length === 1) return [{ status: "failed", problem: messageOf(error) }];
    ctx.log.warn("batch refused", { count: sets.length, problem: messageOf(error) });
    const outcomes: SetOutcome[] = [];
    for (const set of sets) outcomes.push(...(await commitEach(ctx, [set])));
    return outcomes;
  }
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
