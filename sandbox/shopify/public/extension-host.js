// Stands in for the platform's host of an admin UI extension: its components in plain HTML, its `shopify` global, its fetch.
const config = JSON.parse(document.getElementById("config").textContent);

const shell = (html, apply = () => undefined) => class extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const style = '<link rel="stylesheet" href="/assets/order.css">';
    this.attachShadow({ mode: "open" }).innerHTML = style + html;
    apply(this, this.shadowRoot);
    new MutationObserver(() => apply(this, this.shadowRoot)).observe(this, { attributes: true });
  }
};
const named = (element, root, selector, name) => { root.querySelector(selector).textContent = element.getAttribute(name) ?? ""; };
/** `app:orders/1` is the app's page in the admin (shopify.dev: admin extensions, custom protocols). */
const address = (href) => href.replace(/^app:\/?/, `/store/${config.handle}/apps/switchyard/`);

const COMPONENTS = {
  "s-admin-block": shell('<section class="card"><h2></h2><slot></slot></section>', (element, root) => named(element, root, "h2", "heading")),
  "s-banner": shell('<div role="status" class="banner"><strong></strong><slot></slot></div>', (element, root) => named(element, root, "strong", "heading")),
  "s-button": shell('<button type="button"><slot></slot></button>'),
  "s-link": shell('<a target="_top"><slot></slot></a>', (element, root) => { root.querySelector("a").href = address(element.getAttribute("href") ?? ""); }),
  "s-spinner": shell('<span role="img" class="spinner"></span>', (element, root) => root.querySelector("span").setAttribute("aria-label", element.getAttribute("accessibilitylabel") ?? "")),
  "s-text": shell("<span><slot></slot></span>", (element, root) => {
    if (element.getAttribute("accessibilityvisibility") === "hidden") root.querySelector("span").setAttribute("aria-hidden", "true");
  }),
  "s-unordered-list": shell('<div role="list"><slot></slot></div>'),
  "s-list-item": shell('<div role="listitem"><slot></slot></div>'),
};
for (const [name, component] of Object.entries(COMPONENTS)) customElements.define(name, component);

const plainFetch = window.fetch.bind(window);
const idToken = async () => (await (await plainFetch(`/id-token?shop=${encodeURIComponent(config.shop)}`, { method: "POST" })).json()).idToken;
window.fetch = async (input, init = {}) => {
  const target = new URL(input, config.appUrl);
  if (target.origin !== new URL(config.appUrl).origin) return plainFetch(input, init);
  return plainFetch(target, { ...init, headers: { ...init.headers, authorization: `Bearer ${await idToken()}` } });
};
window.shopify = {
  extension: { target: "admin.order-details.block.render" },
  data: { selected: [{ id: `gid://shopify/Order/${config.order}` }] },
  i18n: { translate: (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)), config.words[key] ?? key) },
};

const fit = () => { if (window.frameElement) window.frameElement.style.height = `${document.documentElement.scrollHeight}px`; };
new ResizeObserver(fit).observe(document.body);
const { default: openBlock } = await import("/extensions/order-routing-block/block.js");
await openBlock();
