import "@remix-run/server-runtime";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "../flows/context";
import type { Acts } from "./acts";

/** What the server gives to every loader and action, as `context.switchyard`. */
export interface ScreenContext {
  flow: FlowContext;
  /** Authenticates by the surface in the path. Throws a Response when the person must be sent elsewhere first. */
  requireStore(request: Request): Promise<{ store: StoreRecord; actor: string }>;
  surface: {
    shopify: {
      apiKey: string;
      /** Null: Shopify's own. The sandbox serves a stand-in. */
      appBridgeUrl: string | null;
    };
  };
  /** Says which admin may frame the document. */
  addDocumentHeaders(request: Request, headers: Headers): void;
  acts: Acts;
}

declare module "@remix-run/server-runtime" {
  interface AppLoadContext {
    switchyard: ScreenContext;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
