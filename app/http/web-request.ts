import type { Request as ExpressRequest, Response as ExpressResponse } from "express";

/** The request without its body as the web's own type, for what speaks that. */
export function webRequest(request: ExpressRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, one);
  }
  return new Request(new URL(request.originalUrl, `${request.protocol}://${request.get("host") ?? "localhost"}`), { method: request.method, headers });
}

export async function sendWebResponse(from: Response, to: ExpressResponse): Promise<void> {
  to.status(from.status);
  from.headers.forEach((value, name) => to.append(name, value));
  to.end(Buffer.from(await from.arrayBuffer()));
}
