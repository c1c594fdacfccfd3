import { ORDER_KINDS } from "../shopify/store/basket";
import { FAULTS, STORMS } from "./catalogue";
import { GROUPS } from "./fault";
import type { Fault, Parameter } from "./fault";
import { ORDERS_A_SECOND_MOST, ORDERS_MOST } from "./order-stream";

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const DURATIONS: readonly [seconds: string, words: string][] = [["", "Until I switch it off"], ["30", "30 seconds"], ["60", "1 minute"], ["120", "2 minutes"], ["300", "5 minutes"]];
const RATES = [1, 2, 5, 10, 20, ORDERS_A_SECOND_MOST];

/** Seconds as a person says them. */
export function spoken(seconds: number): string {
  const [value, word] = seconds >= 3_600 ? [seconds / 3_600, "hour"] : seconds >= 60 ? [seconds / 60, "minute"] : [seconds, "second"];
  return `${value} ${word}${value === 1 ? "" : "s"}`;
}

const options = (choices: readonly (readonly [value: string | number, words: string])[], start: string | number) =>
  choices.map(([value, words]) => `<option value="${value}"${value === start ? " selected" : ""}>${escape(words)}</option>`).join("");

function field(parameter: Parameter): string {
  const name = `data-parameter="${parameter.name}" data-kind="${parameter.kind}"`;
  const label = `<span>${escape(parameter.label)}</span>`;
  switch (parameter.kind) {
    case "percent": return `<label class="slider">${label}<output>${parameter.start} %</output><input type="range" min="1" max="100" value="${parameter.start}" ${name}></label>`;
    case "number": return `<label class="slider">${label}<output>${parameter.start}</output><input type="range" min="${parameter.from}" max="${parameter.to}" value="${parameter.start}" ${name}></label>`;
    case "seconds": return `<label>${label}<select ${name}>${options(parameter.choices.map((seconds) => [seconds, spoken(seconds)]), parameter.start)}</select></label>`;
    case "choice": return `<label>${label}<select ${name}>${options(parameter.choices.map(({ value, label: words }) => [value, words]), parameter.start)}</select></label>`;
    case "location": return `<label>${label}<select ${name}><option value="">The busiest</option></select></label>`;
  }
}

const faultItem = (fault: Fault, handle: string) => `
  <li class="fault" data-fault="${fault.name}">
    <label class="switch"><input type="checkbox" role="switch" aria-describedby="${fault.name}-happens"><b>${fault.title}</b></label><span class="ends" aria-hidden="true"></span>
    <p id="${fault.name}-happens">${escape(fault.happens)}</p>
    <details><summary>Settings, and what to expect<span class="hidden">: ${fault.title}</span></summary>
      <div class="settings">${fault.parameters.map(field).join("")}<label><span>For how long</span><select data-for>${options(DURATIONS, "")}</select></label></div>
      <p><strong>Expected:</strong> ${escape(fault.expected)}</p>
      <p><a href="/store/${escape(handle)}/apps/switchyard${fault.look.path}" target="_blank" rel="noopener">Look there</a> ${escape(fault.look.words)}</p>
    </details>
  </li>`;

const groups = (handle: string) => GROUPS.map(({ name, title }) => `
  <details class="group" data-group="${name}" open><summary><h3>${title}</h3><span class="count"></span></summary><ul class="faults">${FAULTS.filter((fault) => fault.group === name).map((fault) => faultItem(fault, handle)).join("")}</ul></details>`).join("");

const numbers = (side: string, rows: readonly (readonly [name: string, words: string])[]) =>
  `<dl class="numbers">${rows.map(([name, words]) => `<div data-row="${side}.${name}"><dt>${words}</dt><dd>–</dd></div>`).join("")}</dl>`;

const PLATFORM = [
  ["orders", "Orders placed"], ["sent", "Messages sent"], ["lost", "Lost"], ["late", "Late"], ["overtaken", "Out of order"], ["duplicated", "Sent twice"], ["badlySigned", "Badly signed"], ["failedTries", "Failed tries"],
  ["undelivered", "Not delivered yet"], ["answered", "Calls answered"], ["failed", "Calls failed"], ["throttled", "Calls throttled"], ["denied", "Calls denied"], ["answerLost", "Answers lost"],
] as const;
const APP = [
  ["answers", "It answers"], ["orders", "Orders known"], ["behind", "Behind by"], ["messages", "Messages to apply"], ["reads", "Reads to do"], ["intents", "Changes to write"], ["oldest", "Oldest has waited"],
  ["levels", "Stock levels that differ"], ["refused", "Refused by the platform"], ["exceptions", "Waits for a person"],
] as const;

const proof = (name: string, title: string) => `
  <div class="pair" data-pair="${name}"><h3>${title}</h3><dl><div><dt>Platform</dt><dd data-side="platform">–</dd></div><div><dt>App</dt><dd data-side="app">–</dd></div></dl><p class="note"></p></div>`;

const live = () => `
  <section class="card" aria-labelledby="orders-title">
    <h2 id="orders-title">Place orders</h2>
    <div class="stream">
      <label><span>How many</span><input type="number" id="count" min="1" max="${ORDERS_MOST}" value="30" inputmode="numeric"></label>
      <label><span>At a rate of</span><select id="rate">${options(RATES.map((rate) => [rate, `${rate} a second`]), 5)}</select></label>
      <label><span>Kind</span><select id="kind">${options(ORDER_KINDS.map((kind) => [kind, kind.replace(/-/g, " ")]), "plain")}</select></label>
      <button type="button" class="primary" id="place">Place</button><button type="button" id="stop" disabled>Stop</button>
    </div>
    <p class="soft" id="stream-note" role="status">None are being placed.</p>
  </section>
  <section class="card" aria-labelledby="lag-title">
    <h2 id="lag-title">How far the app is behind</h2>
    <figure><svg id="lag" viewBox="0 0 600 120" preserveAspectRatio="none" role="img" aria-labelledby="lag-words"></svg>
      <div class="axis" aria-hidden="true"><span>5 minutes ago</span><span>now</span></div>
      <figcaption id="lag-words">Nothing has been measured yet.</figcaption></figure>
    <p class="legend soft" aria-hidden="true"><i class="area"></i> seconds behind <i class="bars"></i> orders behind <i class="band"></i> faults on</p>
  </section>
  <div class="sides">
    <section class="card wide" aria-labelledby="platform-title"><h2 id="platform-title">The platform</h2>${numbers("platform", PLATFORM)}
      <button type="button" id="hurry" disabled>Deliver what waits now</button><p class="soft" id="hurry-note">Nothing waits.</p></section>
    <section class="card" aria-labelledby="app-title"><h2 id="app-title">The app, seen from outside</h2>${numbers("app", APP)}<p class="soft" id="app-note"></p></section>
  </div>`;

/** The page on which a person turns faults on and watches the app live through them. */
export function faultPage({ handle, shopName }: { handle: string; shopName: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Faults · ${escape(shopName)}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23303030'/%3E%3Cpath d='M9 2 4 9h3l-1 5 6-8H9z' fill='white'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/fault-assets/faults.css">
<script type="module" src="/fault-assets/faults.js"></script>
</head>
<body>
<a class="skip" href="#live">Skip to what happens</a>
<header class="topbar">
  <span class="brand"><i aria-hidden="true">ϟ</i><h1>Faults</h1></span>
  <a href="/store/${escape(handle)}" class="to-admin">Store's admin</a>
  <span class="grow"></span>
  <button type="button" id="all-off" disabled>All off</button>
</header>
<section class="proof" id="proof" data-verdict="unknown" aria-labelledby="verdict">
  <div class="verdict"><h2 id="verdict" role="status">Looking at both sides</h2><p id="since"></p></div>
  ${proof("orders", "Orders")}${proof("units", "Units on hand")}${proof("parcels", "Parcels")}
  <div class="compare"><button type="button" id="compare">Compare now</button><p class="note">Asks the app to read everything again</p></div>
</section>
<div class="body">
  <aside class="desk" aria-labelledby="desk-title">
    <h2 id="desk-title">Turn on a bad day</h2>
    <ul class="storms">${STORMS.map(({ name, title, words }) => `<li><button type="button" data-storm="${name}" aria-describedby="storm-${name}">${title}</button><p id="storm-${name}">${escape(words)}</p></li>`).join("")}</ul>
    <h2>Or one fault after the other</h2>
    <p class="soft" id="plain-note" hidden></p>
    ${groups(handle)}
  </aside>
  <main class="live" id="live">${live()}</main>
</div>
<p class="toast" id="toast" role="status" hidden></p>
</body>
</html>`;
}
