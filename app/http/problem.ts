import type { ServerResponse } from "node:http";

/** RFC 9457: what a program or a person reads when a request is refused. */
export interface ProblemBody {
  status: number;
  title: string;
  detail: string;
  /** The query parameter to blame, where there is one. */
  parameter?: string;
  /** What that parameter may be. */
  allowed?: string;
  /** Every input that must change, where a request was written: its row in a list, and its field. */
  errors?: readonly FieldProblem[];
}

export interface FieldProblem {
  /** Place in the list that was sent, from 0; null where there is none. */
  row: number | null;
  /** As the request spells it; null where no single field is to blame. */
  field: string | null;
  problem: string;
}

export const PROBLEM_TYPE = "application/problem+json";

/** Ends the response with `application/problem+json`. */
export function sendProblem(response: ServerResponse, problem: ProblemBody, headers: Record<string, string> = {}): void {
  const body = JSON.stringify({ type: "about:blank", ...problem });
  response.writeHead(problem.status, { "content-type": PROBLEM_TYPE, "content-length": Buffer.byteLength(body), "cache-control": "no-store", ...headers });
  response.end(body);
}

const AGAIN_AFTER_SECONDS = 5;

/** The database does not answer: nothing was done, and the same request may be sent again as it is. */
export const sendUnavailable = (response: ServerResponse): void =>
  sendProblem(response, { status: 503, title: "Not now", detail: "The database does not answer just now. Nothing was done; send the request again in a moment." }, { "retry-after": String(AGAIN_AFTER_SECONDS) });
