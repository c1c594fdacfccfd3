import { setTimeout as pause } from "node:timers/promises";
import { Session } from "@shopify/shopify-api";
import type { StoreAccess, Trouble } from "../../connectors/channels/port";
import type { AppRegistration, Db, SessionRows } from "../db/port";
import type { StoreRecord } from "../domain/records";
import type { Log } from "../flows/context";
import type { StoreGate } from "../flows/store-gate";
import { problemOf } from "../log.server";
import { requestRefresh, type Refreshed } from "./refresh-token";

export type Access = { ok: true; access: StoreAccess } | { ok: false; trouble: Trouble };

export interface StoreAccessWorld {
  sessions: SessionRows;
  registration: Db["registration"];
  fetch: typeof fetch;
  now(): number;
  newId(): string;
  log: Log;
  gate?: StoreGate;
  /** Tokens that the platform refused before their time, by the shop's domain. */
  refusedTokens?: ReadonlyMap<string, string>;
  /** For tests; the clock otherwise. */
  sleep?(ms: number): Promise<unknown>;
}

/** A token is refreshed when less than this is left, so that a run of calls never outlives it. */
const REFRESH_BEFORE_MS = 5 * 60_000;
/** A token with this much left still serves when the platform cannot refresh it now. */
const STILL_GOOD_MS = 60_000;
const RETRY_AFTER_MS = 5_000;
/** Longer than the platform is waited for: a lease that lapsed means that its holder died. */
export const REFRESH_LEASE_MS = 30_000;
/** How long, and in which steps, a token is waited for that another process refreshes. */
const OTHERS_WAIT_MS = 12_000;
const OTHERS_STEP_MS = 250;
/** A refresh token that was refused is not shown again for so long; a new one, brought by a visit, is. */
const REFUSED_REST_MS = 10 * 60_000;

/** Long ago; the library takes an instant of 0 for none. */
const ENDED_AT = new Date(1_000);

/**
 * Tokens for background work. One refresh at a time per store, in this process by a shared promise, between processes by a lease in the
 * session's row, which is on disk before the platform is asked. A process that dies before it saved the answer leaves the lease to lapse and
 * the old refresh token in its row: Shopify keeps that valid until the new one is used, which nobody ever saw. Where it is refused all
 * the same the session counts as ended, so that the next visit to the app exchanges it for a new one.
 * Source: shopify.dev, offline access tokens (60 minutes, refresh tokens 90 days and rotating).
 */
export function createStoreAccess(world: StoreAccessWorld): (store: StoreRecord) => Promise<Access> {
  const underWay = new Map<string, Promise<Access>>();
  const desk: Desk = { ...world, sleep: world.sleep ?? pause, refusedGrants: new Map() };
  return (store) => {
    const running = underWay.get(store.domain);
    if (running) return running;
    const access = accessOf(desk, store).finally(() => underWay.delete(store.domain));
    underWay.set(store.domain, access);
    return access;
  };
}

interface Desk extends StoreAccessWorld {
  sleep(ms: number): Promise<unknown>;
  /** Refresh tokens that were refused, by domain, and until when they rest. */
  refusedGrants: Map<string, { refreshToken: string; until: number }>;
}

const sessionId = (store: StoreRecord): string => `offline_${store.domain}`;

async function accessOf(desk: Desk, store: StoreRecord): Promise<Access> {
  desk.gate?.meet(store);
  if (store.status === "uninstalled") return mustBeOpened(store, "is uninstalled");
  const session = await load(desk, store);
  if (!session?.accessToken) return mustBeOpened(store, "has not been opened yet");
  if (lastsFor(desk, session, REFRESH_BEFORE_MS)) return granted(store, session);
  return refresh(desk, store, session);
}

async function refresh(desk: Desk, store: StoreRecord, session: Session): Promise<Access> {
  const registration = await desk.registration(store.registrationId);
  const alive = lastsFor(desk, session, STILL_GOOD_MS);
  if (!registration || !session.refreshToken) return alive ? granted(store, session) : mustBeOpened(store, "has a token that ran out");
  if (restsAfterRefusal(desk, session)) return alive ? granted(store, session) : mustBeOpened(store, "has a token that the platform no longer takes");
  const turn = await takeTurn(desk, store, session);
  if (turn === "others") return alive ? granted(store, session) : notNow(desk, store);
  if (turn instanceof Session) return granted(store, turn);
  const ticket: Ticket = { store, session, registration, refresher: turn.refresher, alive };
  if (desk.gate && !desk.gate.admit(store.domain, "token-desk")) {
    await giveBack(desk, ticket);
    return alive ? granted(store, session) : notNow(desk, store);
  }
  return settle(desk, ticket, await ask(desk, ticket));
}

interface Ticket {
  store: StoreRecord;
  session: Session;
  registration: AppRegistration;
  refresher: string;
  /** The token that is there still serves for a while. */
  alive: boolean;
}

/** The right to ask, the token that somebody else brought meanwhile, or that others are still at it. */
async function takeTurn(desk: Desk, store: StoreRecord, session: Session): Promise<{ refresher: string } | Session | "others"> {
  const refresher = desk.newId();
  const alive = lastsFor(desk, session, STILL_GOOD_MS);
  for (let waited = 0; ; waited += OTHERS_STEP_MS) {
    const now = desk.now();
    const mine = await desk.sessions.beginRefresh(session.id, { refresher, now, until: now + REFRESH_LEASE_MS });
    const newest = await load(desk, store);
    if (newest?.accessToken && newest.accessToken !== session.accessToken && lastsFor(desk, newest, STILL_GOOD_MS)) {
      if (mine) await desk.sessions.endRefresh({ id: session.id, shop: session.shop, refresher }, null);
      return newest;
    }
    if (mine) return { refresher };
    if (alive || waited >= OTHERS_WAIT_MS) return "others";
    await desk.sleep(OTHERS_STEP_MS);
  }
}

async function settle(desk: Desk, ticket: Ticket, answer: Refreshed): Promise<Access> {
  const { store, session, alive } = ticket;
  switch (answer.kind) {
    case "refreshed":
      desk.gate?.answered(store.domain, "token-desk");
      return granted(store, await save(desk, ticket, answer));
    case "refused":
      desk.gate?.answered(store.domain, "token-desk");
      return refused(desk, ticket, answer.status);
    case "unreachable":
      desk.gate?.failed(store.domain, "token-desk");
      await giveBack(desk, ticket);
      return alive ? granted(store, session) : notNow(desk, store);
    default:
      return answer satisfies never;
  }
}

async function ask(desk: Desk, { store, session, registration }: Ticket): Promise<Refreshed> {
  try {
    return await requestRefresh(desk.fetch, { domain: store.domain, clientId: registration.clientId, clientSecret: registration.clientSecret, refreshToken: session.refreshToken! });
  } catch (error) {
    desk.log.warn("token not refreshed", { storeId: store.id, problem: problemOf(error) });
    return { kind: "unreachable" };
  }
}

const giveBack = ({ sessions }: Desk, { session: { id, shop }, refresher }: Ticket): Promise<boolean> => sessions.endRefresh({ id, shop, refresher }, null);

/** Saves what was granted, unless the right was lost to a visit meanwhile: then its token is the platform's newest. */
async function save(desk: Desk, { store, session, refresher }: Ticket, answer: Extract<Refreshed, { kind: "refreshed" }>): Promise<Session> {
  const renewed = new Session({
    id: session.id, shop: session.shop, state: session.state, isOnline: false, scope: answer.scope ?? session.scope, accessToken: answer.accessToken,
    expires: new Date(desk.now() + answer.expiresInMs),
    refreshToken: answer.refreshToken ?? session.refreshToken,
    refreshTokenExpires: answer.refreshExpiresInMs === null ? session.refreshTokenExpires : new Date(desk.now() + answer.refreshExpiresInMs),
  });
  if (await desk.sessions.endRefresh({ id: renewed.id, shop: renewed.shop, refresher }, renewed.toPropertyArray())) return renewed;
  const stored = await load(desk, store);
  return stored?.accessToken && stored.accessToken !== session.accessToken && lastsFor(desk, stored, STILL_GOOD_MS) ? stored : renewed;
}

/**
 * The platform takes the refresh token no more. What a visit brought meanwhile serves; else the session counts as ended, because a visit
 * only exchanges one that has: a store would stay locked out behind a token that looks alive.
 */
async function refused(desk: Desk, ticket: Ticket, status: number): Promise<Access> {
  const { store, session, refresher, alive } = ticket;
  const newer = await load(desk, store);
  if (newer?.accessToken && newer.accessToken !== session.accessToken && lastsFor(desk, newer, STILL_GOOD_MS)) return granted(store, newer);
  desk.log.warn("token refused", { storeId: store.id, status });
  desk.refusedGrants.set(store.domain, { refreshToken: session.refreshToken!, until: desk.now() + REFUSED_REST_MS });
  if (alive) {
    await giveBack(desk, ticket);
    return granted(store, session);
  }
  const ended = new Session({ ...session.toObject(), isOnline: false, expires: ENDED_AT });
  await desk.sessions.endRefresh({ id: session.id, shop: session.shop, refresher }, ended.toPropertyArray());
  return mustBeOpened(store, "has a token that the platform no longer takes");
}

function restsAfterRefusal({ refusedGrants, now }: Desk, session: Session): boolean {
  const refusal = refusedGrants.get(session.shop);
  return refusal !== undefined && refusal.refreshToken === session.refreshToken && now() < refusal.until;
}

async function load(desk: Desk, store: StoreRecord): Promise<Session | null> {
  const properties = await desk.sessions.get(sessionId(store));
  return properties ? Session.fromPropertyArray(properties) : null;
}

/** A token without an end does not run out; one that the platform refused has, whatever its end says. */
function lastsFor({ now, refusedTokens }: Desk, session: Session, ms: number): boolean {
  if (refusedTokens?.get(session.shop) === session.accessToken) return false;
  return (session.expires?.getTime() ?? Number.POSITIVE_INFINITY) - now() >= ms;
}

const granted = (store: StoreRecord, session: Session): Access => ({ ok: true, access: { domain: store.domain, token: session.accessToken! } });

function notNow(desk: Desk, store: StoreRecord): Access {
  const afterMs = Math.max(RETRY_AFTER_MS, (desk.gate?.retryAt(store.domain, "token-desk") ?? 0) - desk.now());
  return { ok: false, trouble: { kind: "retry", afterMs, words: `The platform could not renew the token of ${store.domain} just now.` } };
}

function mustBeOpened(store: StoreRecord, state: string): Access {
  return { ok: false, trouble: { kind: "unauthorized", words: `${store.domain} ${state}. Open Switchyard in its admin once, and work goes on by itself.` } };
}
