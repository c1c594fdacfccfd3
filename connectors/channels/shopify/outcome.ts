import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Outcome } from "../../../app/domain/messages";
import type { Answer, Failure } from "./client";
import type { Operation } from "./operations";
import type { Reader } from "./read-order";

/** How answers end as outcomes of an intent. */

/** A person must act first (a new token, a permission), so asking often is of no use. */
const UNAUTHORIZED_RETRY_MS = 300_000;

export type Step<T> = { ok: true; value: T } | { ok: false; outcome: Outcome };

export const done = (platformId: PlatformId | null): Outcome => ({ status: "done", platformId });
export const refused = (code: string, words: string): Outcome => ({ status: "refused", code, words });
export const stop = (outcome: Outcome): { ok: false; outcome: Outcome } => ({ ok: false, outcome });

function outcomeOf({ trouble }: Failure): Outcome {
  switch (trouble.kind) {
    case "retry":
      return { status: "retry", afterMs: trouble.afterMs, words: trouble.words };
    case "unauthorized":
      return { status: "retry", afterMs: UNAUTHORIZED_RETRY_MS, words: trouble.words };
    case "refused":
      return refused(trouble.code, trouble.words);
  }
}

/** A read that failed has changed nothing. */
export const afterRead = <T>(answer: Answer<T>): Step<T> => (answer.ok ? answer : stop(outcomeOf(answer.failure)));

const userErrors = z.array(z.object({ code: z.string().nullish(), message: z.string() }));

export interface Change<T extends z.ZodRawShape> {
  operation: Operation;
  /** The mutation's field in the document. */
  field: string;
  /** Where the payload tells what was refused; `userErrors` unless said. */
  errorsField?: string;
  variables: Record<string, unknown>;
  payload: T;
}

/** Sends a mutation. What the platform refuses in words is a refusal; what is lost on the way may have happened. */
export async function change<T extends z.ZodRawShape>({ client, access }: Reader, { operation, field, errorsField = "userErrors", variables, payload }: Change<T>): Promise<Step<z.infer<z.ZodObject<T>>>> {
  const shape = z.object({ [field]: z.object({ ...payload, [errorsField]: userErrors }) });
  const answer = await client.call(access, { operation, variables, shape });
  if (!answer.ok) {
    return stop(answer.failure.lost ? { status: "unknown", words: answer.failure.trouble.words } : outcomeOf(answer.failure));
  }
  const result = answer.value[field] as unknown as z.infer<z.ZodObject<T>>;
  const [error] = (result as Record<string, unknown>)[errorsField] as z.infer<typeof userErrors>;
  return error === undefined ? { ok: true, value: result } : stop(refused(error.code ?? "USER_ERROR", error.message));
}
