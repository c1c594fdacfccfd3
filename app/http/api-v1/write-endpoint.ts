import type { z } from "zod";
import type { FlowContext } from "../../flows/context";
import type { MerchantId } from "../../domain/ids";
import type { ActResult, Acts } from "../../screens/acts";
import type { FieldProblem, ProblemBody } from "../problem";
import type { Answer } from "./endpoint";
import type { StockWrites } from "./stock-writes";

/** What a write may use: the flows behind the screens, each of which checks its own preconditions. */
export interface ApiWriteWorld {
  flow: FlowContext;
  acts: Pick<Acts, "holdOrder" | "releaseOrder" | "shipParcel" | "cancelOrder" | "changeLocation" | "takeOver" | "compareNow" | "createPolicyDraft" | "savePolicyDraft" | "discardPolicyDraft" | "publishPolicyDraft" | "rollBackPolicy">;
  stock: StockWrites;
}

export interface WriteCall<Body> extends ApiWriteWorld {
  merchantId: MerchantId;
  /** `api-key:<id>`: so it stands in the timeline. */
  actor: string;
  /** The path's own parameter, where it has one. */
  id: string;
  body: Body;
}

/** One address of the API that changes something: what it takes, what it answers and what it does. */
export interface WriteEndpoint {
  method: "post" | "put";
  path: string;
  tag: string;
  summary: string;
  description: string;
  body: z.ZodType;
  answer: z.ZodType;
  /** Reads the body; what is wrong is told row by row, field by field. */
  read(body: unknown): BodyReading;
  serve(call: WriteCall<never>, body: unknown): Promise<Answer<unknown>>;
}

export type BodyReading = { ok: true; body: unknown } | { ok: false; errors: FieldProblem[] };

interface Definition<B extends z.ZodType, A extends z.ZodType> extends Omit<WriteEndpoint, "read" | "serve" | "body" | "answer"> {
  body: B;
  answer: A;
  respond(call: WriteCall<z.output<B>>): Promise<Answer<z.output<A>>>;
}

export function writeEndpoint<B extends z.ZodType, A extends z.ZodType>({ respond, ...definition }: Definition<B, A>): WriteEndpoint {
  return {
    ...definition,
    read(body) {
      const parsed = definition.body.safeParse(body);
      return parsed.success ? { ok: true, body: parsed.data } : { ok: false, errors: parsed.error.issues.flatMap(problemsOf) };
    },
    serve: (call, body) => respond({ ...call, body: body as z.output<B> }),
  };
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  const [first, ...rest] = issue.path;
  const row = typeof first === "number" ? first : null;
  const path = (row === null ? issue.path : rest).map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ row, field: [...path, key].join("."), problem: "There is no such field." }));
  return [{ row, field: path.join(".") || null, problem: sentence(issue.message) }];
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?]$/.test(words) ? "" : "."}`;

/** What a flow refused, as the API tells it. */
export const refusal = (errors: readonly FieldProblem[]): ProblemBody =>
  ({ status: 422, title: "Refused", detail: errors.length === 1 ? errors[0]!.problem : `${errors.length} inputs must change. Nothing was changed.`, errors });

export const refusalOf = (result: Extract<ActResult, { ok: false }>): ProblemBody => refusal([{ row: null, field: result.field, problem: result.problem }]);
