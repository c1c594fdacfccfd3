const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * The one place where the sandbox stands in for the platform. Shops keep their real names everywhere; with a sandbox, calls to
 * them go to its address, and the shop's name travels as `x-forwarded-host`.
 */
export function createPlatformFetch(sandboxUrl: string | null, network: typeof fetch = fetch): typeof fetch {
  if (sandboxUrl === null) return network;
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!SHOP_HOST.test(url.hostname)) return network(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("x-forwarded-host", url.hostname);
    return network(new URL(url.pathname + url.search, sandboxUrl), { ...init, headers });
  };
}
