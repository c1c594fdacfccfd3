import { DatabaseUnavailable } from "../db/port";
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
    // No set is to blame: the rows keep their lease, and are taken up again when it has lapsed.
    if (error instanceof DatabaseUnavailable) throw error;
    if (sets.length === 1) return [{ status: "failed", problem: messageOf(error) }];
    ctx.log.warn("batch refused", { count: sets.length, problem: messageOf(error) });
    return commitOneByOne(ctx, sets);
  }
};

/** A set that was decided on top of one that was not committed is decided anew. */
const commitOneByOne = async (ctx: FlowContext, sets: readonly ChangeSet[]): Promise<SetOutcome[]> => {
  const outcomes: SetOutcome[] = [];
  const refused = new Set<string>();
  for (const set of sets) {
    const orderIds = set.guards.flatMap((guard) => (guard.kind === "order" ? [guard.orderId] : []));
    const [outcome = { status: "conflict" as const }] = orderIds.some((id) => refused.has(id)) ? [] : await commitEach(ctx, [set]);
    if (outcome.status !== "committed") for (const id of orderIds) refused.add(id);
    outcomes.push(outcome);
  }
  return outcomes;
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
