import { createHmac, timingSafeEqual } from "node:crypto";
import type { Random } from "../random";
import type { AccessToken, Tokens } from "./records";

const ACCESS_LIFE_S = 3_600;
const REFRESH_LIFE_S = 7_776_000;
const ONLINE_LIFE_S = 86_399;
const ID_TOKEN_LIFE_S = 60;
const LEEWAY_S = 10;

export interface AppRegistration {
  apiKey: string;
  /** Newest first. */
  secrets: string[];
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const sign = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest("base64url");

export interface IdTokenWish { app: AppRegistration; domain: string; nowMs: number; random: Random }

/** The id token of an embedded page: JWT HS256 with the app's secret, for a minute (shopify.dev: token exchange). */
export function mintIdToken({ app, domain, nowMs, random }: IdTokenWish): string {
  const now = Math.floor(nowMs / 1000);
  const claims = {
    iss: `https://${domain}/admin`, dest: `https://${domain}`, aud: app.apiKey, sub: "42", exp: now + ID_TOKEN_LIFE_S, nbf: now, iat: now,
    jti: random.uuid(), sid: random.hex(64),
  };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${sign(text, app.secrets[0] ?? "")}`;
}

function isGoodIdToken(token: string, wish: Omit<IdTokenWish, "random">): boolean {
  const [head = "", body = "", signature = ""] = token.split(".");
  const given = Buffer.from(signature);
  const signed = wish.app.secrets.some((secret) => {
    const expected = Buffer.from(sign(`${head}.${body}`, secret));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!signed) return false;
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as { exp: number; aud: string; dest: string };
  return claims.exp + LEEWAY_S > wish.nowMs / 1000 && claims.aud === wish.app.apiKey && claims.dest === `https://${wish.domain}`;
}

export interface TokenDesk { app: AppRegistration; domain: string; nowMs: number; random: Random; tokens: Tokens; scopes: string[] }
export interface TokenAnswer { status: number; body: Record<string, unknown> }

/**
 * `POST /admin/oauth/access_token` (shopify.dev: token exchange): token exchange and refresh. Expiring offline tokens live 60 minutes; refresh
 * tokens 90 days and rotate, and the one before stays good until the new one is used.
 */
export function answerTokenRequest(desk: TokenDesk, request: Record<string, string>): TokenAnswer {
  if (request.client_id !== desk.app.apiKey || !desk.app.secrets.includes(request.client_secret ?? "")) return { status: 401, body: { error: "invalid_client" } };
  if (request.grant_type === "refresh_token") return refresh(desk, request.refresh_token ?? "");
  if (request.grant_type !== "urn:ietf:params:oauth:grant-type:token-exchange") return { status: 400, body: { error: "unsupported_grant_type" } };
  if (!isGoodIdToken(request.subject_token ?? "", desk)) return { status: 400, body: { error: "invalid_subject_token", error_description: "Invalid subject token" } };
  const online = (request.requested_token_type ?? "").includes("online-access-token");
  return { status: 200, body: online ? grantOnline(desk) : grantOffline(desk, request.expiring === "1") };
}

/** An offline token as the app would hold it, for tests and the simulator. */
export function grantOffline(desk: TokenDesk, expiring: boolean): Record<string, unknown> {
  const token = `shpat_${desk.random.hex(32)}`;
  desk.tokens.access.set(token, { online: false, expiresAt: expiring ? desk.nowMs + ACCESS_LIFE_S * 1000 : null, scopes: desk.scopes });
  const answer = { access_token: token, scope: desk.scopes.join(",") };
  if (!expiring) return answer;
  const refreshToken = `shprt_${desk.random.hex(32)}`;
  desk.tokens.refresh.set(refreshToken, { expiresAt: desk.nowMs + REFRESH_LIFE_S * 1000, successor: null, scopes: desk.scopes });
  return { ...answer, expires_in: ACCESS_LIFE_S, refresh_token: refreshToken, refresh_token_expires_in: REFRESH_LIFE_S };
}

function grantOnline(desk: TokenDesk): Record<string, unknown> {
  const token = `shpua_${desk.random.hex(32)}`;
  desk.tokens.access.set(token, { online: true, expiresAt: desk.nowMs + ONLINE_LIFE_S * 1000, scopes: desk.scopes });
  const scope = desk.scopes.join(",");
  return {
    access_token: token, scope, expires_in: ONLINE_LIFE_S, associated_user_scope: scope,
    associated_user: { id: 42, first_name: "Robin", last_name: "Merchant", email: "robin@example.com", account_owner: true, locale: "en", collaborator: false, email_verified: true },
  };
}

function refresh(desk: TokenDesk, presented: string): TokenAnswer {
  const known = desk.tokens.refresh.get(presented);
  if (!known || known.expiresAt <= desk.nowMs) return { status: 400, body: { error: "invalid_grant", error_description: "Refresh token is invalid or expired" } };
  // Using a new token ends the one before it.
  for (const [token, older] of desk.tokens.refresh) if (older.successor === presented) desk.tokens.refresh.delete(token);
  const body = grantOffline(desk, true);
  known.successor = body.refresh_token as string;
  return { status: 200, body };
}

/** The token's rights, or null: unknown, expired, or the app was uninstalled. */
export function readAccess(tokens: Tokens, token: string, nowMs: number): AccessToken | null {
  const known = tokens.access.get(token);
  return known && (known.expiresAt === null || known.expiresAt > nowMs) ? known : null;
}
