import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, LogSeverity } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import type { Db } from "../db/port";
import type { StoreRecord } from "../domain/records";
import type { Log } from "../flows/context";
import type { ShopifySettings } from "../settings.server";
import { withoutSecrets } from "../log.server";
import { createSessionStorage, type VisitSessions } from "./session-storage";

/** Who asks, after the platform vouched for them. */
export interface Visitor {
  store: StoreRecord;
  /** `person:<id>`: the platform's id of the staff member. */
  actor: string;
  /** When the token that proved it runs out. */
  until: number;
}

/** What the admin's own token and the stored grant say about a store that is opened. */
export interface OpenedStore {
  domain: string;
  registrationId: string;
  scopes: string[];
}

export interface ShopifyWorld {
  settings: ShopifySettings;
  db: Pick<Db, "findStore"> & { sessions: VisitSessions };
  fetch: typeof fetch;
  log: Log;
  registrationId: string;
  /** Makes or refreshes the store's row, and begins its import where it is new. */
  connectStore(opened: OpenedStore): Promise<StoreRecord>;
}

export interface ShopifyAuth {
  /** Throws a Response when the person must be sent elsewhere first. */
  requireStore(request: Request): Promise<Visitor>;
  /** Says which admin may frame the document. */
  addDocumentHeaders(request: Request, headers: Headers): void;
}

/** Shopify's own library, told to keep tokens in our rows and to speak through our fetch. */
export function createShopifyAuth(world: ShopifyWorld): ShopifyAuth {
  // After the adapter's import, which sets the runtime's own fetch.
  setAbstractFetchFunc(world.fetch as Parameters<typeof setAbstractFetchFunc>[0]);
  const { settings } = world;
  const shopify = shopifyApp({
    apiKey: settings.apiKey,
    apiSecretKey: settings.apiSecret.reveal(),
    apiVersion: ApiVersion.July26,
    scopes: settings.scopes,
    appUrl: settings.appUrl,
    sessionStorage: createSessionStorage(world.db.sessions),
    distribution: AppDistribution.AppStore,
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    logger: { level: LogSeverity.Warning, log: (severity, words) => libraryLine(world.log, severity, words) },
  });
  const frame = (headers: Headers): void => frameInSandbox(headers, settings.sandboxUrl);
  return {
    async requireStore(request) {
      try {
        const opened = await shopify.authenticate.admin(request);
        const known = await world.db.findStore("shopify", opened.session.shop);
        if (known?.status === "uninstalled") {
          // Its token died with the uninstall, whatever its row says: exchange this visit's for a new one.
          await world.db.sessions.remove([opened.session.id]);
          await shopify.authenticate.admin(request);
        }
        const scopes = (opened.session.scope ?? "").split(",").filter(Boolean);
        const store = await storeOf(world, known, { domain: opened.session.shop, registrationId: world.registrationId, scopes });
        return { store, actor: `person:${opened.sessionToken.sub}`, until: opened.sessionToken.exp * 1000 };
      } catch (thrown) {
        if (thrown instanceof Response) frame(thrown.headers);
        throw thrown;
      }
    },
    addDocumentHeaders(request, headers) {
      shopify.addDocumentResponseHeaders(request, headers);
      frame(headers);
    },
  };
}

async function storeOf(world: ShopifyWorld, known: StoreRecord | null, opened: OpenedStore): Promise<StoreRecord> {
  const unchanged = known?.registrationId === opened.registrationId && opened.scopes.every((scope) => known.scopes.includes(scope));
  return known && known.status !== "uninstalled" && unchanged ? known : world.connectStore(opened);
}

/** The sandbox's admin is on this machine and plays no CDN: it may frame the app, and nothing is preloaded from outside. */
function frameInSandbox(headers: Headers, sandboxUrl: string | null): void {
  if (sandboxUrl === null) return;
  headers.delete("link");
  const policy = headers.get("content-security-policy");
  if (!policy) return;
  const origins = new Set([sandboxUrl, ...["127.0.0.1", "localhost"].map((host) => sandboxUrl.replace(new URL(sandboxUrl).hostname, host))]);
  headers.set("content-security-policy", policy.replace(/frame-ancestors ([^;]*)/, (_all, allowed: string) => `frame-ancestors ${[...origins].join(" ")} ${allowed.trim()}`));
}

function libraryLine(log: Log, severity: LogSeverity, words: string): void {
  const fields = { problem: withoutSecrets(words) };
  if (severity === LogSeverity.Error) log.error("shopify library", fields);
  else log.warn("shopify library", fields);
}
