// Stands in for Shopify's App Bridge: gives the framed page `window.shopify`, id tokens on its own requests, and the admin's navigation.
(() => {
  const script = document.currentScript;
  const apiKey = script?.dataset.apiKey ?? document.querySelector('meta[name="shopify-api-key"]')?.content ?? "";
  const sandbox = new URL(script?.src ?? location.href).origin;
  const search = new URLSearchParams(location.search);
  const shop = search.get("shop") ?? sessionStorage.getItem("sandbox-shop") ?? "";
  if (shop) sessionStorage.setItem("sandbox-shop", shop);
  const framed = window.parent !== window;
  const TOKEN_GOOD_MS = 30_000;
  const ANSWER_PATIENCE_MS = 3_000;
  const FRAME_PARAMETERS = ["embedded", "shop", "host", "id_token", "locale", "hmac", "timestamp", "session"];

  // The admin may be opened as localhost or 127.0.0.1: the name that the browser shows is taken from the frame's parent.
  const parentOrigin = (() => {
    const [ancestor] = location.ancestorOrigins ?? [];
    return ancestor ?? (document.referrer ? new URL(document.referrer).origin : sandbox);
  })();
  const isAdmin = (origin) => origin === sandbox || origin === parentOrigin && new URL(origin).port === new URL(sandbox).port;
  const tell = (kind, detail = {}) => { if (framed && isAdmin(parentOrigin)) window.parent.postMessage({ from: "app-bridge", kind, ...detail }, parentOrigin); };

  const waiting = new Map();
  let asked = 0;
  const ask = (kind) => new Promise((resolve, reject) => {
    asked += 1;
    const number = asked;
    waiting.set(number, resolve);
    setTimeout(() => { if (waiting.delete(number)) reject(new Error("The admin did not answer.")); }, ANSWER_PATIENCE_MS);
    tell(kind, { number });
  });

  const plainFetch = window.fetch.bind(window);
  const fromSandbox = async () => (await (await plainFetch(`${sandbox}/id-token?shop=${encodeURIComponent(shop)}`, { method: "POST" })).json()).idToken;
  let kept = { token: "", until: 0 };
  const idToken = async () => {
    if (kept.until > Date.now()) return kept.token;
    const token = framed ? await ask("id-token").catch(fromSandbox) : await fromSandbox();
    kept = { token, until: Date.now() + TOKEN_GOOD_MS };
    return token;
  };

  // The bounce page asks for a token and comes back with it.
  const reload = search.get("shopify-reload");
  if (reload) {
    const back = new URL(reload, location.href);
    if (back.origin === location.origin) {
      void idToken().then((token) => { back.searchParams.set("id_token", token); location.replace(back); });
    }
  }

  // Requests to the app itself carry the id token, as the real App Bridge does it.
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has("authorization")) return plainFetch(input, init);
    const send = async () => {
      const fresh = new Request(request.clone());
      fresh.headers.set("authorization", `Bearer ${await idToken()}`);
      fresh.headers.set("x-requested-with", "XMLHttpRequest");
      return plainFetch(fresh);
    };
    const answer = await send();
    if (!answer.headers.has("x-shopify-retry-invalid-session-request")) return answer;
    kept.until = 0;
    return send();
  };

  let toasts = 0;
  const toastActs = new Map();
  const dialog = (id) => document.getElementById(id);
  window.shopify = {
    config: { apiKey, shop, host: search.get("host") ?? "", locale: search.get("locale") ?? "en" },
    environment: { embedded: framed, mobile: false, pos: false },
    ready: Promise.resolve(),
    idToken,
    toast: {
      show(message, options = {}) {
        toasts += 1;
        const id = `t${toasts}`;
        if (options.action && options.onAction) toastActs.set(id, options.onAction);
        tell("toast", { id, message: String(message), isError: options.isError === true, action: options.action ? String(options.action) : "" });
        return id;
      },
      hide(id) { tell("toast-hide", { id }); },
    },
    loading(on) { tell("loading", { on: on !== false }); },
    modal: { show: async (id) => dialog(id)?.show?.(), hide: async (id) => dialog(id)?.hide?.(), toggle: async (id) => dialog(id)?.toggle?.() },
    saveBar: { show: async (id) => tell("save-bar", { id, shown: true }), hide: async (id) => tell("save-bar", { id, shown: false }), leaveConfirmation: async () => undefined },
    user: async () => ({ accountAccess: "full", accountType: "regular" }),
    scopes: { query: async () => ({ granted: [], required: [], optional: [] }) },
  };

  // Where the app is, so that the admin's address follows.
  const here = () => {
    const query = new URLSearchParams(location.search);
    for (const name of FRAME_PARAMETERS) query.delete(name);
    const rest = query.toString();
    return location.pathname + (rest ? `?${rest}` : "");
  };
  const report = (replace) => { if (!reload) tell("path", { path: here(), replace }); };
  // The admin keeps the history: the frame has one entry, so that going back never loads a frame address that has no token.
  const replaceState = history.replaceState.bind(history);
  history.replaceState = (...given) => { replaceState(...given); report(true); };
  if (framed) history.pushState = (...given) => { replaceState(...given); report(false); };

  // The app's entries, drawn by the admin.
  const reportNav = () => {
    const menu = document.querySelector("ui-nav-menu, s-app-nav");
    const links = [...(menu?.querySelectorAll("a[href], s-link[href]") ?? [])];
    if (links.length > 0) tell("nav", { links: links.map((link) => ({ href: link.getAttribute("href"), label: link.textContent.trim(), home: link.getAttribute("rel") === "home" })) });
  };
  const style = document.createElement("style");
  style.textContent = "ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar { display: none }";
  document.head.append(style);

  const navigate = (href) => {
    const link = document.querySelector(`ui-nav-menu a[href="${CSS.escape(href)}"], s-app-nav [href="${CSS.escape(href)}"]`) ?? Object.assign(document.createElement("a"), { href });
    if (!link.isConnected) document.querySelector("ui-nav-menu, s-app-nav, body").append(link);
    link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true }));
  };

  addEventListener("message", (event) => {
    if (event.source !== window.parent || !isAdmin(event.origin) || event.data?.from !== "admin") return;
    const { kind, number, token, href, id, choice } = event.data;
    if (kind === "id-token") { waiting.get(number)?.(token); waiting.delete(number); }
    if (kind === "navigate") navigate(href);
    if (kind === "toast-action") toastActs.get(id)?.();
    if (kind === "save-bar") document.getElementById(id)?.querySelector(choice === "save" ? '[variant="primary"]' : "button:not([variant])")?.click();
  });

  addEventListener("DOMContentLoaded", () => {
    report(true);
    reportNav();
    new MutationObserver(reportNav).observe(document.body, { childList: true, subtree: true });
  });
})();
