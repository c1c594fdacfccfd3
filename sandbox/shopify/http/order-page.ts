import type { Order, Shop } from "../model/records";

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** JSON that may stand inside a script element. */
const embed = (value: unknown) => JSON.stringify(value).replace(/</g, "\\u003c");

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/order.css">
</head>
${body}
</html>`;

/** The admin's own page of an order, with the app's block on it in a frame: on the platform it runs in a worker of another origin. */
export function orderPage(shop: Shop, order: Order, handle: string): string {
  const parts = order.fulfillmentOrderIds.map((id) => shop.fulfillmentOrders.get(id)).filter((part) => part !== undefined);
  return page(`${order.name} · ${shop.name}`, `<body>
<header class="topbar"><a href="/store/${escape(handle)}">Sandbox admin</a></header>
<main>
  <h1>${escape(order.name)}${order.cancelledAt === null ? "" : " (cancelled)"}</h1>
  <section aria-labelledby="lines"><h2 id="lines">Lines</h2><ul>${order.lines.map((line) => `<li>${line.currentQuantity} × ${escape(line.title)}</li>`).join("")}</ul></section>
  <section aria-labelledby="parts"><h2 id="parts">Fulfillment</h2><ul>${parts.map((part) => `<li>${escape(shop.locations.get(part.locationId)?.name ?? "")}: ${part.status.toLowerCase().replaceAll("_", " ")}</li>`).join("")}</ul></section>
  <h2 class="apps">Apps</h2>
  <iframe title="Switchyard: routing" src="/extensions/order-routing-block?order=${order.id}"></iframe>
</main>
</body>`);
}

export interface BlockPage {
  appUrl: string;
  shop: string;
  handle: string;
  order: string;
  /** Text by key, of the extension's default language. */
  words: Record<string, string>;
}

/** What runs the block: the components in plain HTML, the id token on its requests, and addresses that begin with `app:`. */
export const blockPage = (config: BlockPage): string => page("Switchyard: routing", `<body class="block">
<script type="application/json" id="config">${embed(config)}</script>
<script src="/assets/extension-host.js" type="module"></script>
</body>`);
