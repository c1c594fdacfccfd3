import { drawLive } from "./live.js";

// The switches of the fault page. What they are set to is the sandbox's to say: several pages may be open.
const POLL_MS = 1_000;
const TOAST_MS = 5_000;
const byId = (id) => document.getElementById(id);
const items = [...document.querySelectorAll("[data-fault]")];

const toast = (words, isError = false) => {
  const shown = byId("toast");
  shown.textContent = words;
  shown.className = isError ? "toast error" : "toast";
  shown.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { shown.hidden = true; }, TOAST_MS);
};

// A look that was under way together with a wish of this page may show what was before it.
let [wishes, unanswered] = [0, 0];
const post = async (path, body = {}) => {
  wishes += 1;
  unanswered += 1;
  try {
    const answer = await fetch(`/control/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    if (said.faults) drawDesk(said);
    return said;
  } catch (problem) {
    toast(problem instanceof TypeError ? "The sandbox does not answer." : problem.message, true);
    return null;
  } finally {
    unanswered -= 1;
  }
};

// --- switches and what is set of them --------------------------------------------------------------------------------
const boxOf = (item) => item.querySelector("[role=switch]");
const fieldsOf = (item) => [...item.querySelectorAll("[data-parameter]")];
const numeric = new Set(["percent", "number", "seconds"]);
const valueOf = (field) => (numeric.has(field.dataset.kind) ? Number(field.value) : field.value);
const unit = (field) => (field.dataset.kind === "percent" ? `${field.value} %` : field.value);
const say = (field) => {
  const output = field.closest("label").querySelector("output");
  if (output) output.textContent = unit(field);
};
const send = (item, isAboutTime) => {
  if (!boxOf(item).checked) return post(`faults/${item.dataset.fault}`, { on: false });
  const given = Object.fromEntries(fieldsOf(item).map((field) => [field.dataset.parameter, valueOf(field)]));
  const seconds = item.querySelector("[data-for]").value;
  return post(`faults/${item.dataset.fault}`, { on: true, ...given, ...(isAboutTime && seconds !== "" && { forSeconds: Number(seconds) }) });
};
for (const item of items) {
  boxOf(item).addEventListener("change", () => void send(item, true));
  item.querySelector("[data-for]").addEventListener("change", async () => {
    if (!boxOf(item).checked) return;
    // Off and on again: a fault that is on keeps its end until it is told another.
    if (item.querySelector("[data-for]").value === "") await post(`faults/${item.dataset.fault}`, { on: false });
    boxOf(item).checked = true;
    void send(item, true);
  });
  for (const field of fieldsOf(item)) {
    field.addEventListener("input", () => say(field));
    field.addEventListener("change", () => { if (boxOf(item).checked) void send(item, false); });
  }
}
for (const button of document.querySelectorAll("[data-storm]")) {
  button.addEventListener("click", async () => { if (await post(`storms/${button.dataset.storm}`)) toast(`${button.textContent} has begun.`); });
}
byId("all-off").addEventListener("click", async () => { if (await post("faults/off")) toast("All faults are off."); });

// --- orders, messages, comparison ------------------------------------------------------------------------------------
byId("place").addEventListener("click", () => void post("order-stream", { perSecond: Number(byId("rate").value), count: Number(byId("count").value), kind: byId("kind").value }));
byId("stop").addEventListener("click", () => void post("order-stream", { perSecond: 0 }));
byId("hurry").addEventListener("click", async () => {
  const said = await post("hurry");
  if (said) toast(`${said.hurried} ${said.hurried === 1 ? "message is" : "messages are"} sent now.`);
});
byId("compare").addEventListener("click", async () => {
  const said = await post("compare");
  if (said) toast(said.words);
});

// --- what is on ------------------------------------------------------------------------------------------------------
const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1_000) % 60).padStart(2, "0")}`;

function drawDesk({ faults, orders, plain }) {
  const states = new Map(faults.map((state) => [state.name, state]));
  for (const item of items) {
    const { on, given, endsAt } = states.get(item.dataset.fault);
    boxOf(item).checked = on;
    item.classList.toggle("on", on);
    item.querySelector(".ends").textContent = !on ? "" : endsAt === null ? "on" : `off in ${clock(Math.max(0, endsAt - Date.now()))}`;
    for (const field of on ? fieldsOf(item) : []) {
      if (field === document.activeElement) continue;
      const wanted = String(given[field.dataset.parameter]);
      if (field.tagName === "SELECT" && ![...field.options].some(({ value }) => value === wanted)) continue;
      field.value = wanted;
      say(field);
    }
  }
  for (const group of document.querySelectorAll("[data-group]")) {
    const on = group.querySelectorAll(".fault.on").length;
    group.querySelector(".count").textContent = on === 0 ? "" : `${on} on`;
  }
  const set = Object.entries(plain).map(([name, value]) => `${name} ${value}`);
  byId("plain-note").hidden = set.length === 0;
  byId("plain-note").textContent = `Set by the admin's panel or a program as well: ${set.join(", ")}.`;
  const on = faults.filter((state) => state.on).length + (set.length > 0 ? 1 : 0);
  byId("all-off").disabled = on === 0 && orders.left === 0;
  byId("all-off").textContent = on === 0 ? "All off" : `All off (${on} on)`;
  byId("stop").disabled = orders.left === 0;
  const note = orders.left > 0
    ? `${orders.placed.toLocaleString("en")} placed, ${orders.left.toLocaleString("en")} to come at ${orders.perSecond} a second.`
    : orders.placed + orders.refused > 0 ? `${orders.placed.toLocaleString("en")} were placed.` : "None are being placed.";
  const words = orders.refused > 0 ? `${note} ${orders.refused} were refused: out of stock.` : note;
  // Said aloud when it begins and ends, not with every order.
  byId("stream-note").setAttribute("aria-live", orders.left > 0 ? "off" : "polite");
  if (byId("stream-note").textContent !== words) byId("stream-note").textContent = words;
}

function drawLocations(locations) {
  const text = JSON.stringify(locations);
  for (const field of document.querySelectorAll('[data-kind="location"]')) {
    if (field.dataset.drawn === text || field === document.activeElement) continue;
    const chosen = field.value;
    field.replaceChildren(new Option("The busiest", ""), ...locations.map(({ id, name, active }) => new Option(active ? name : `${name} (closed)`, id)));
    field.value = locations.some(({ id }) => id === chosen) ? chosen : "";
    field.dataset.drawn = text;
  }
}

const refresh = async () => {
  const [before, calm] = [wishes, unanswered === 0];
  const answer = document.hidden ? null : await fetch("/control/watch").catch(() => null);
  if (answer?.ok) {
    const seen = await answer.json();
    if (calm && wishes === before) drawDesk(seen.desk);
    drawLocations(seen.platform.locations);
    drawLive(seen);
  }
  setTimeout(refresh, POLL_MS);
};

if (matchMedia("(max-width: 900px)").matches) for (const group of document.querySelectorAll(".group")) group.open = false;
void refresh();
