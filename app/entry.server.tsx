import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { ServerStyleSheet } from "styled-components";
import "./screens/context";

/** Data that has not come by then is given up, and the page says so; a little later rendering itself is. */
const DATA_WAIT_MS = 5000;
const RENDER_WAIT_MS = 6000;
const STYLES_PLACEHOLDER = "__STYLES__";

interface Rendering {
  request: Request;
  remix: EntryContext;
  load: AppLoadContext;
  sheet: ServerStyleSheet;
}

/**
 * Renders a document whole before it is sent: BigDesign's styles are known only once everything has rendered. Remix
 * gives four positional arguments before the load context.
 */
export default async function renderDocument(
  ...[request, status, headers, remix, load]: [Request, number, Headers, EntryContext, AppLoadContext]
): Promise<Response> {
  const sheet = new ServerStyleSheet();
  try {
    const { html, failed } = await render({ request, remix, load, sheet });
    load.switchyard.addDocumentHeaders(request, headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    const styled = html.replace(STYLES_PLACEHOLDER, () => sheet.getStyleTags());
    return new Response(`<!DOCTYPE html>${styled}`, { status: failed ? 500 : status, headers });
  } finally {
    sheet.seal();
  }
}

function render({ request, remix, load, sheet }: Rendering): Promise<{ html: string; failed: boolean }> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const page = sheet.collectStyles(<RemixServer context={remix} url={request.url} abortDelay={DATA_WAIT_MS} />);
    const { pipe, abort } = renderToPipeableStream(page, {
      onAllReady() {
        const body = new PassThrough();
        text(body).then((html) => resolve({ html, failed }), reject);
        pipe(body);
      },
      onShellError: reject,
      onError(error) {
        failed = true;
        report(error, request, load);
      },
    });
    setTimeout(abort, RENDER_WAIT_MS).unref();
  });
}

/** What a loader or an action did not expect: written down without the address's parameters, which may hold a token. */
const reportError = (error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void => {
  if (!request.signal.aborted) report(error, request, context);
};
export { reportError as handleError };

function report(error: unknown, request: Request, load: AppLoadContext): void {
  load.switchyard.flow.log.error("page failed", {
    path: new URL(request.url).pathname,
    method: request.method,
    problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
