import { Session } from "@shopify/shopify-api";
import type { StoreAccess, Trouble } from "../../connectors/channels/port";
import type { AppRegistration, Db, SessionRows } from "../db/port";
import type { StoreRecord } from "../domain/records";
import type { Log } from "../flows/context";
import { problemOf } from "../log.server";
import { requestRefresh, type Refreshed } from "./refresh-token";

export type Access = { ok: true; access: StoreAccess } | { ok: false; trouble: Trouble };

export interface StoreAccessWorld {
  sessions: SessionRows;
  registration: Db["registration"];
  fetch: typeof fetch;
  now(): number;
  log: Log;
}

/** A token is refreshed when less than this is left, so that a run of calls never outlives it. */
const REFRESH_BEFORE_MS = 5 * 60_000;
/** A token with this much left still serves when the platform cannot refresh it now. */
const STILL_GOOD_MS = 60_000;
const RETRY_AFTER_MS = 5_000;

/**
 * Tokens for background work. One refresh at a time per store in this process; between processes the row decides: a refreshed token is
 * saved before it is used, and who is refused looks whether another process was faster. Shopify keeps the previous
 * refresh token valid until the new one is used, which covers a crash in between.
 * Source: shopify.dev, offline access tokens (60 minutes, refresh tokens 90 days and rotating).
 */
export function createStoreAccess(world: StoreAccessWorld): (store: StoreRecord) => Promise<Access> {
  const underWay = new Map<string, Promise<Access>>();
  return (store) => {
    const running = underWay.get(store.domain);
    if (running) return running;
    const access = accessOf(world, store).finally(() => underWay.delete(store.domain));
    underWay.set(store.domain, access);
    return access;
  };
}

const sessionId = (store: StoreRecord): string => `offline_${store.domain}`;

async function accessOf(world: StoreAccessWorld, store: StoreRecord): Promise<Access> {
  if (store.status === "uninstalled") return mustBeOpened(store, "is uninstalled");
  const session = await load(world, store);
  if (!session?.accessToken) return mustBeOpened(store, "has not been opened yet");
  if (lastsFor(session, REFRESH_BEFORE_MS, world.now())) return granted(store, session);
  return refresh(world, store, session);
}

async function refresh(world: StoreAccessWorld, store: StoreRecord, session: Session): Promise<Access> {
  const registration = await world.registration(store.registrationId);
  const alive = lastsFor(session, STILL_GOOD_MS, world.now());
  if (!registration || !session.refreshToken) return alive ? granted(store, session) : mustBeOpened(store, "has a token that ran out");
  const answer = await ask(world, { store, session, registration });
  switch (answer.kind) {
    case "refreshed":
      return granted(store, await save(world, store, { session, answer }));
    case "refused": {
      const newer = await load(world, store);
      if (newer && newer.accessToken !== session.accessToken && lastsFor(newer, STILL_GOOD_MS, world.now())) return granted(store, newer);
      world.log.warn("token refused", { storeId: store.id, status: answer.status });
      return alive ? granted(store, session) : mustBeOpened(store, "has a token that the platform no longer takes");
    }
    case "unreachable":
      if (alive) return granted(store, session);
      return { ok: false, trouble: { kind: "retry", afterMs: RETRY_AFTER_MS, words: `The platform could not renew the token of ${store.domain} just now.` } };
    default:
      return answer satisfies never;
  }
}

async function ask(world: StoreAccessWorld, grant: { store: StoreRecord; session: Session; registration: AppRegistration }): Promise<Refreshed> {
  try {
    return await requestRefresh(world.fetch, {
      domain: grant.store.domain, clientId: grant.registration.clientId, clientSecret: grant.registration.clientSecret, refreshToken: grant.session.refreshToken!,
    });
  } catch (error) {
    world.log.warn("token not refreshed", { storeId: grant.store.id, problem: problemOf(error) });
    return { kind: "unreachable" };
  }
}

/** Saves what was granted, unless another process saved a token that lives longer: then that one is the platform's newest. */
async function save(world: StoreAccessWorld, store: StoreRecord, grant: { session: Session; answer: Extract<Refreshed, { kind: "refreshed" }> }): Promise<Session> {
  const { session, answer } = grant;
  const renewed = new Session({
    id: session.id, shop: session.shop, state: session.state, isOnline: false, scope: answer.scope ?? session.scope, accessToken: answer.accessToken,
    expires: new Date(world.now() + answer.expiresInMs),
    refreshToken: answer.refreshToken ?? session.refreshToken,
    refreshTokenExpires: answer.refreshExpiresInMs === null ? session.refreshTokenExpires : new Date(world.now() + answer.refreshExpiresInMs),
  });
  const stored = await load(world, store);
  if (stored && stored.accessToken !== session.accessToken && endOf(stored) > endOf(renewed)) return stored;
  await world.sessions.put(renewed.id, renewed.shop, renewed.toPropertyArray());
  return renewed;
}

async function load(world: StoreAccessWorld, store: StoreRecord): Promise<Session | null> {
  const properties = await world.sessions.get(sessionId(store));
  return properties ? Session.fromPropertyArray(properties) : null;
}

/** A token without an end does not run out. */
const endOf = (session: Session): number => session.expires?.getTime() ?? Number.POSITIVE_INFINITY;

const lastsFor = (session: Session, ms: number, now: number): boolean => endOf(session) - now >= ms;

const granted = (store: StoreRecord, session: Session): Access => ({ ok: true, access: { domain: store.domain, token: session.accessToken! } });

function mustBeOpened(store: StoreRecord, state: string): Access {
  return { ok: false, trouble: { kind: "unauthorized", words: `${store.domain} ${state}. Open Switchyard in its admin once, and work goes on by itself.` } };
}
