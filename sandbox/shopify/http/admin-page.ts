import { ORDER_KINDS } from "../store/basket";
import { happeningPanel } from "./happening-panel";

export interface AdminPage {
  appUrl: string;
  shop: string;
  handle: string;
  shopName: string;
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** JSON that may stand inside a script element. */
const embed = (value: unknown) => JSON.stringify(value).replace(/</g, "\\u003c");

const KIND_WORDS: Record<(typeof ORDER_KINDS)[number], string> = {
  plain: "Ordinary", "point-of-sale": "Point of sale", draft: "Draft, not paid", unpaid: "Not paid", pickup: "Pickup in store", digital: "Digital only", untracked: "Untracked stock", oversold: "Oversold",
  tip: "With a tip", custom: "Custom line", yen: "In yen, no decimals", "no-customer": "No customer", "partial-address": "Half an address", "no-sku": "Without a SKU", "many-lines": "Forty lines",
  euro: "Paid in euro", bundle: "With a bundle", "local-delivery": "Local delivery", scheduled: "For a later day", returning: "From a known customer", "third-party": "Shipped by a 3PL",
};

const FAULTS = [
  { name: "duplicate", value: 0.3, title: "Duplicate webhooks", words: "3 in 10 arrive twice" },
  { name: "delay", value: 0.5, title: "Late and out of order", words: "half are up to 30 s late" },
  { name: "loss", value: 0.1, title: "Lost webhooks", words: "1 in 10 never comes" },
  { name: "blackout", value: 1, title: "Webhook blackout", words: "nothing is sent, and lost for good" },
  { name: "throttle", value: 0.3, title: "Throttled API", words: "3 in 10 calls are refused" },
  { name: "timeoutAfter", value: 0.2, title: "Time-out after the effect", words: "the app never learns of it" },
  { name: "serverError", value: 0.2, title: "Server errors", words: "1 in 5 calls answers 5xx" },
] as const;

const COUNTERS = [["sent", "Sent"], ["waiting", "Waiting"], ["failedTries", "Failed tries"], ["duplicated", "Duplicated"], ["lost", "Lost"], ["givenUp", "Given up"]] as const;

const panel = () => `
  <aside id="panel" class="panel" aria-labelledby="panel-title">
    <header class="panel-head"><h2 id="panel-title">Sandbox</h2><button type="button" class="icon" id="panel-close" aria-label="Close the sandbox panel">✕</button></header>
    <section aria-labelledby="orders-title">
      <h3 id="orders-title">Place orders</h3>
      <div class="row"><button type="button" class="primary" data-orders="1">1 order</button><button type="button" data-orders="10">10</button><button type="button" data-orders="1000">Burst of 1,000</button></div>
      <label class="field"><span>Kind of order</span><select id="kind">${ORDER_KINDS.map((kind) => `<option value="${kind}">${KIND_WORDS[kind]}</option>`).join("")}</select></label>
    </section>
    ${happeningPanel()}
    <section aria-labelledby="faults-title">
      <h3 id="faults-title">Misbehave</h3>
      <p class="more"><a href="/faults">All faults, and how the app lives through them</a></p>
      <ul class="switches">${FAULTS.map(({ name, value, title, words }) => `
        <li><label><input type="checkbox" role="switch" data-fault="${name}" data-value="${value}"><span><b>${title}</b><small>${words}</small></span></label></li>`).join("")}
      </ul>
    </section>
    <section aria-labelledby="counters-title">
      <h3 id="counters-title">Webhooks</h3>
      <dl class="counters">${COUNTERS.map(([name, words]) => `<div><dt>${words}</dt><dd data-counter="${name}">0</dd></div>`).join("")}</dl>
    </section>
    <section aria-labelledby="latest-title">
      <h3 id="latest-title">Newest orders in the store</h3>
      <ol id="latest" class="latest"></ol>
    </section>
  </aside>`;

/** The admin: top bar, navigation with the app's entries, the app in a frame, and the sandbox's own panel beside it. */
export function adminPage(page: AdminPage): string {
  const initials = page.shopName.split(" ").map((word) => word[0]).join("").slice(0, 2);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Switchyard · ${escape(page.shopName)}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23303030'/%3E%3Cpath d='M4 5h8M4 8h8M4 11h5' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/assets/admin.css">
<script type="application/json" id="config">${embed(page)}</script>
<script src="/assets/admin.js" defer></script>
</head>
<body>
<a class="skip" href="#frame">Skip to the app</a>
<header class="topbar">
  <button type="button" class="icon only-narrow" id="menu-toggle" aria-controls="nav" aria-expanded="false" aria-label="Menu">☰</button>
  <span class="brand"><i aria-hidden="true">S</i> <span>Sandbox admin</span></span>
  <span class="save" id="save-bar" hidden><span>Unsaved changes</span><button type="button" data-save="discard">Discard</button><button type="button" class="primary" data-save="save">Save</button></span>
  <span class="grow"></span>
  <button type="button" id="panel-toggle" aria-controls="panel" aria-expanded="false">Sandbox</button>
  <span class="store"><span class="store-name">${escape(page.shopName)}</span><i aria-hidden="true">${escape(initials)}</i></span>
</header>
<div class="progress" id="progress" hidden role="progressbar" aria-label="Loading"></div>
<div class="body">
  <nav id="nav" class="nav" aria-label="Main">
    <p class="nav-title" id="apps-title">Apps</p>
    <ul aria-labelledby="apps-title"><li><a id="app-home" href="/store/${escape(page.handle)}/apps/switchyard" data-app="/"><i aria-hidden="true">⇄</i>Switchyard</a><ul id="app-nav"></ul></li></ul>
    <p class="nav-foot">This admin and its store live on this machine. Nothing leaves it.</p>
  </nav>
  <main class="main">
    <div class="app-head"><span class="app-mark" aria-hidden="true">⇄</span><h1>Switchyard</h1></div>
    <iframe id="frame" title="Switchyard" allow="clipboard-write"></iframe>
    <p id="frame-note" class="frame-note" hidden>The app does not answer at <b>${escape(page.appUrl)}</b>. Start it, then <button type="button" id="retry">try again</button>.</p>
  </main>
  ${panel()}
</div>
<div class="toasts" id="toasts" role="status" aria-live="polite"></div>
</body>
</html>`;
}
