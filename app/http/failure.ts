import type { ServerResponse } from "node:http";
import type { ErrorRequestHandler } from "express";
import { DatabaseUnavailable } from "../db/port";
import type { Log } from "../flows/context";
import { problemOf } from "../log.server";
import { sendProblem, sendUnavailable } from "./problem";

/** What Express hands to nobody else: unreadable requests are refused, our own failures logged, and told without their words. */
export function createFailureHandler(log: Log): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => answerFailure(log, error, { method: request.method, path: request.path, response });
}

export function answerFailure(log: Log, error: unknown, { response, ...asked }: { method: string; path: string; response: ServerResponse }): void {
  const status = (error as { status?: unknown }).status;
  if (typeof status === "number" && status >= 400 && status < 500) {
    return sendProblem(response, { status, title: "Bad request", detail: "The address or the headers of this request could not be read." });
  }
  log.error("request failed", { ...asked, problem: problemOf(error) });
  if (response.headersSent) return void response.destroy();
  if (error instanceof DatabaseUnavailable) return sendUnavailable(response);
  return sendProblem(response, { status: 500, title: "Failed", detail: "Something broke on our side. It is in the server's log." });
}
