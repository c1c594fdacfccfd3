import { z } from "zod";

export type Refreshed =
  | { kind: "refreshed"; accessToken: string; expiresInMs: number; refreshToken: string | null; refreshExpiresInMs: number | null; scope: string | null }
  /** The platform read the grant and said no. */
  | { kind: "refused"; status: number }
  | { kind: "unreachable" };

export interface RefreshGrant {
  domain: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

const ANSWER_WITHIN_MS = 10_000;
/** Shopify's documented life of an expiring offline token, for answers that leave it out: without an end it would be used for ever. */
const LIFE_MS = 60 * 60_000;
const CLIENT_ERRORS_TO_REPEAT = new Set([408, 425, 429]);

const Answer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
});

/** Trades a refresh token for a new access token. Throws when the network does; an answer is always classified. */
export async function requestRefresh(send: typeof fetch, grant: RefreshGrant): Promise<Refreshed> {
  const response = await send(`https://${grant.domain}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ client_id: grant.clientId, client_secret: grant.clientSecret, grant_type: "refresh_token", refresh_token: grant.refreshToken }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.status >= 400 && response.status < 500 && !CLIENT_ERRORS_TO_REPEAT.has(response.status)) return { kind: "refused", status: response.status };
  const answer = response.ok ? Answer.safeParse(await response.json().catch(() => null)) : null;
  if (!answer?.success) return { kind: "unreachable" };
  return {
    kind: "refreshed",
    accessToken: answer.data.access_token,
    expiresInMs: answer.data.expires_in === undefined ? LIFE_MS : answer.data.expires_in * 1000,
    refreshToken: answer.data.refresh_token ?? null,
    refreshExpiresInMs: answer.data.refresh_token_expires_in === undefined ? null : answer.data.refresh_token_expires_in * 1000,
    scope: answer.data.scope ?? null,
  };
}
