/// <reference types="vite/client" />
/// <reference types="@remix-run/node" />

/** Shopify's App Bridge, as far as the screens use it. Absent until its script has run, and outside Shopify. */
interface Window {
  shopify?: {
    toast?: { show(message: string, options?: { isError?: boolean; duration?: number; action?: string; onAction?(): void }): void };
    saveBar?: { show(id: string): Promise<void>; hide(id: string): Promise<void> };
  };
}
