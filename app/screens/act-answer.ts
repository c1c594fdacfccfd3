import type { ActResult } from "./acts";

/** What an action tells its form. `problems` stand at their fields; `problem` belongs to no single field. */
export type ActAnswer =
  | { ok: true; message: string }
  | { ok: false; problem: string | null; problems: Record<string, string> };

export const refusal = (problem: string): ActAnswer => ({ ok: false, problem, problems: {} });

/** A verb's result for its form, with the words that a success is told in. */
export const answerOf = (result: ActResult, message: string): ActAnswer => {
  if (result.ok) return { ok: true, message };
  return result.field === null ? refusal(result.problem) : { ok: false, problem: null, problems: { [result.field]: result.problem } };
};

/** Bad input is a client's error, so that it is seen as one in logs and tests. */
export const statusOf = (answer: ActAnswer): { status: number } => ({ status: answer.ok ? 200 : 422 });
