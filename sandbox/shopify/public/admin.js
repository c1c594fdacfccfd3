// The sandbox's admin: frames the app, hands out id tokens, draws its navigation, and drives the sandbox.
(() => {
  const config = JSON.parse(document.getElementById("config").textContent);
  const appOrigin = new URL(config.appUrl).origin;
  const base = `/store/${config.handle}/apps/switchyard`;
  const SURFACE = "/shopify";
  const POLL_MS = 1_500;
  const TOAST_MS = 5_000;
  const byId = (id) => document.getElementById(id);
  const frame = byId("frame");

  const appPath = () => (location.pathname.startsWith(base) ? location.pathname.slice(base.length) || "/" : "/") + location.search;
  const adminPath = (path) => base + (path.startsWith(SURFACE) ? path.slice(SURFACE.length) : path).replace(/^\/(?=$|\?)/, "");

  const freshToken = async () => {
    const answer = await fetch(`/id-token?shop=${encodeURIComponent(config.shop)}`, { method: "POST" });
    return (await answer.json()).idToken;
  };

  const openApp = async () => {
    byId("frame-note").hidden = true;
    byId("progress").hidden = false;
    const { answers } = await (await fetch("/app-answers")).json();
    if (!answers) { byId("progress").hidden = true; byId("frame-note").hidden = false; return; }
    const [path, query = ""] = appPath().split("?");
    const address = new URL(config.appUrl + SURFACE + (path === "/" ? "" : path));
    for (const [name, value] of new URLSearchParams(query)) address.searchParams.append(name, value);
    const host = btoa(`admin.shopify.com/store/${config.handle}`).replace(/=+$/, "");
    for (const [name, value] of Object.entries({ embedded: "1", shop: config.shop, host, id_token: await freshToken(), locale: "en" })) address.searchParams.set(name, value);
    // Replaced, so that the browser's back button moves through the admin alone.
    frame.contentWindow.location.replace(address);
  };
  frame.addEventListener("load", () => { byId("progress").hidden = true; });

  // --- what the app says -------------------------------------------------------------------------------------------
  const answer = (message) => frame.contentWindow.postMessage({ from: "admin", ...message }, appOrigin);
  const markCurrent = () => {
    const current = location.pathname;
    for (const link of document.querySelectorAll("#nav a")) {
      const own = new URL(link.href).pathname;
      const chosen = link.id === "app-home" ? current === own : current === own || current.startsWith(`${own}/`);
      if (chosen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  const drawNav = (links) => {
    const drawn = links.filter((link) => !link.home).map((link) => {
      const item = document.createElement("li");
      const anchor = Object.assign(document.createElement("a"), { href: adminPath(link.href), textContent: link.label });
      anchor.dataset.app = link.href;
      item.append(anchor);
      return item;
    });
    byId("app-nav").replaceChildren(...drawn);
    byId("app-home").dataset.app = links.find((link) => link.home)?.href ?? SURFACE;
    markCurrent();
  };
  let nav = "";
  const toast = ({ id, message, isError, action }) => {
    const shown = Object.assign(document.createElement("p"), { className: isError ? "toast error" : "toast", textContent: message });
    shown.dataset.id = id;
    if (action) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: action });
      button.addEventListener("click", () => { answer({ kind: "toast-action", id }); shown.remove(); });
      shown.append(" ", button);
    }
    byId("toasts").append(shown);
    setTimeout(() => shown.remove(), TOAST_MS);
  };
  let saveBarId = "";
  const heard = {
    "id-token": async ({ number }) => answer({ kind: "id-token", number, token: await freshToken() }),
    path: ({ path, replace }) => {
      const wanted = adminPath(path);
      if (wanted !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"]({}, "", wanted);
      markCurrent();
    },
    nav: ({ links }) => {
      const text = JSON.stringify(links);
      if (text !== nav) { nav = text; drawNav(links); }
    },
    toast,
    "toast-hide": ({ id }) => document.querySelector(`[data-id="${CSS.escape(id)}"]`)?.remove(),
    loading: ({ on }) => { byId("progress").hidden = !on; },
    "save-bar": ({ id, shown }) => { saveBarId = id; byId("save-bar").hidden = !shown; },
  };
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== appOrigin || event.data?.from !== "app-bridge") return;
    if (Object.hasOwn(heard, event.data.kind)) void heard[event.data.kind](event.data);
  });
  for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => answer({ kind: "save-bar", id: saveBarId, choice: button.dataset.save }));

  byId("nav").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    closeMenu();
    if (byId("app-nav").children.length > 0) answer({ kind: "navigate", href: link.dataset.app });
    else { history.pushState({}, "", link.href); void openApp(); }
  });
  addEventListener("popstate", () => {
    if (byId("app-nav").children.length > 0) answer({ kind: "navigate", href: SURFACE + appPath().replace(/^\/(?=$|\?)/, "") });
    else void openApp();
    markCurrent();
  });
  byId("retry").addEventListener("click", () => void openApp());

  // --- menus -------------------------------------------------------------------------------------------------------
  const open = (id, toggle, on) => { byId(id).classList.toggle("open", on); byId(toggle).setAttribute("aria-expanded", String(on)); };
  const closeMenu = () => open("nav", "menu-toggle", false);
  byId("menu-toggle").addEventListener("click", () => open("nav", "menu-toggle", !byId("nav").classList.contains("open")));
  const setPanel = (on) => { open("panel", "panel-toggle", on); localStorage.setItem("sandbox-panel", on ? "open" : "closed"); };
  byId("panel-toggle").addEventListener("click", () => setPanel(!byId("panel").classList.contains("open")));
  byId("panel-close").addEventListener("click", () => { setPanel(false); byId("panel-toggle").focus(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") { closeMenu(); if (matchMedia("(max-width: 900px)").matches) setPanel(false); } });
  setPanel(localStorage.getItem("sandbox-panel") ? localStorage.getItem("sandbox-panel") === "open" : matchMedia("(min-width: 1200px)").matches);

  // --- the sandbox -------------------------------------------------------------------------------------------------
  const post = async (path, body) => {
    const given = await fetch(`/control/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const said = await given.json();
    if (!given.ok) throw new Error(said.error);
    return said;
  };
  for (const button of document.querySelectorAll("[data-orders]")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const { placed, refused } = await post("orders", { count: Number(button.dataset.orders), kind: byId("kind").value });
        const words = placed === 1 ? "1 order placed" : `${placed.toLocaleString("en")} orders placed`;
        toast({ id: "", message: refused > 0 ? `${words}, ${refused.toLocaleString("en")} refused: out of stock` : words, isError: placed === 0 });
      } catch (problem) {
        toast({ id: "", message: problem.message, isError: true });
      }
      button.disabled = false;
      void refresh();
    });
  }
  for (const box of document.querySelectorAll("[data-fault]")) {
    box.addEventListener("change", () => void post("faults", { [box.dataset.fault]: box.checked ? Number(box.dataset.value) : 0 }).catch((problem) => toast({ id: "", message: problem.message, isError: true })));
  }
  // --- what happens on the platform ----------------------------------------------------------------------------------
  const chosen = () => Object.fromEntries(["order", "item", "location", "scope"].map((name) => [name, byId(`choice-${name}`).value]));
  for (const button of document.querySelectorAll("[data-happen]")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        toast({ id: "", message: (await post(`happen/${button.dataset.happen}`, chosen())).words });
      } catch (problem) {
        toast({ id: "", message: problem.message, isError: true });
      }
      button.disabled = false;
      button.focus();
      void refresh();
      void offerChoices();
    });
  }
  const option = (value, label) => Object.assign(document.createElement("option"), { value, textContent: label });
  const offer = (id, options) => {
    const field = byId(id);
    const before = field.value;
    field.replaceChildren(...options);
    if (field.tagName === "SELECT" && [...field.options].some(({ value }) => value === before)) field.value = before;
  };
  const offerChoices = async () => {
    const answered = await fetch("/control/choices").catch(() => null);
    if (!answered?.ok) return;
    const { orders, items, locations, scopes } = await answered.json();
    offer("orders", orders.map(({ name }) => option(name, name)));
    offer("items", items.filter(({ sku }) => sku !== "").map(({ sku, title }) => option(sku, title)));
    offer("choice-location", locations.map(({ id, name, active }) => option(id, active ? name : `${name} (closed)`)));
    offer("choice-scope", scopes.map(({ scope, granted }) => option(scope, granted ? scope : `${scope} (not granted)`)));
  };
  // Offered again when somebody opens a group: orders come and go meanwhile.
  for (const group of document.querySelectorAll(".happenings")) group.addEventListener("toggle", () => { if (group.open) void offerChoices(); });
  void offerChoices();

  const words = (status) => status.toLowerCase().replace("_", " ");
  const drawLatest = (orders) => {
    byId("latest").replaceChildren(...orders.slice(0, 8).map((order) => {
      const item = document.createElement("li");
      const parts = order.parts.filter((part) => part.status !== "CLOSED" || order.parts.length === 1).map((part) => `${part.location}: ${words(part.status)}`);
      const name = document.createElement("b");
      name.append(Object.assign(document.createElement("a"), { href: `/store/${config.handle}/orders/${order.id}`, textContent: order.name }));
      item.append(name, Object.assign(document.createElement("span"), { textContent: order.cancelled ? "cancelled" : parts.join(" · ") || "nothing to ship" }));
      return item;
    }));
  };
  const refresh = async () => {
    if (document.hidden) return;
    const answered = await fetch("/control/state").catch(() => null);
    if (!answered?.ok) return;
    const state = await answered.json();
    for (const counter of document.querySelectorAll("[data-counter]")) counter.textContent = state.counters[counter.dataset.counter].toLocaleString("en");
    for (const box of document.querySelectorAll("[data-fault]")) box.checked = state.faults[box.dataset.fault] > 0;
    drawLatest(state.latest);
  };
  void openApp();
  void refresh();
  setInterval(() => void refresh(), POLL_MS);
})();
