// What happens, drawn: the proof that both sides agree, their numbers, and how far the app is behind.
const byId = (id) => document.getElementById(id);
const CHART_MS = 5 * 60_000;
const [WIDTH, HEIGHT] = [600, 120];
/** A chart of less than this would make a mountain of every second. */
const BEHIND_LEAST_MS = 10_000;
const LOOK_LASTS_MS = 5_000;
const number = (value) => value.toLocaleString("en");
const plural = (value, word) => `${number(value)} ${word}${value === 1 ? "" : "s"}`;
/** A length of time as a person says it. */
const length = (ms) => (ms < 60_000 ? `${Math.round(ms / 1_000)} s` : ms < 3_600_000 ? `${Math.floor(ms / 60_000)} min ${Math.round(ms / 1_000) % 60} s` : `${Math.floor(ms / 3_600_000)} h ${Math.floor(ms / 60_000) % 60} min`);
const setText = (element, words) => { if (element.textContent !== words) element.textContent = words; };

export function drawLive(seen) {
  drawVerdict(seen);
  drawPairs(seen.proof);
  drawPlatform(seen);
  drawApp(seen);
  drawLag(seen);
}

const VERDICTS = { equal: "Both sides are equal", behind: "The app is catching up", unknown: "The app's books cannot be read" };

function drawVerdict({ verdict, verdictSince, lastEqualAt, app, at }) {
  byId("proof").dataset.verdict = verdict;
  setText(byId("verdict"), verdict === "unknown" && !app.answers ? "The app does not answer" : VERDICTS[verdict]);
  const lasting = length(Math.max(0, at - verdictSince));
  const ago = lastEqualAt === null ? "never seen equal yet" : `last equal ${length(at - lastEqualAt)} ago`;
  setText(byId("since"), verdict === "equal" ? `for ${lasting}` : verdict === "behind" ? ago : (app.problem ?? (app.knowsKey ? ago : "No key for its API: start both with npm run demo")));
}

function drawPairs(proof) {
  const notes = proof && {
    orders: [proof.orders.missing > 0 && `${number(proof.orders.missing)} not known`, proof.orders.differing > 0 && `${number(proof.orders.differing)} known otherwise`].filter(Boolean).join(", "),
    units: proof.units.levels > 0 ? `${plural(proof.units.levels, "level")} differ${proof.units.levels === 1 ? "s" : ""}` : "",
    parcels: proof.parcels.platform === proof.parcels.app ? "" : `${number(Math.abs(proof.parcels.platform - proof.parcels.app))} apart`,
  };
  for (const pair of document.querySelectorAll("[data-pair]")) {
    const name = pair.dataset.pair;
    for (const side of ["platform", "app"]) setText(pair.querySelector(`[data-side="${side}"]`), proof ? number(proof[name][side]) : "–");
    setText(pair.querySelector(".note"), proof ? notes[name] || "equal" : "");
    pair.classList.toggle("differs", Boolean(proof && notes[name]));
  }
}

/** `tone`: `wait` or `bad` while it is not 0. */
function row(name, value, { tone = "", words = typeof value === "number" ? number(value) : String(value) } = {}) {
  const line = document.querySelector(`[data-row="${name}"]`);
  setText(line.querySelector("dd"), words);
  line.className = value === 0 ? "zero" : tone;
}

function drawPlatform({ platform: { orders, webhooks, waiting, calls } }) {
  row("platform.orders", orders);
  row("platform.sent", webhooks.sent);
  for (const name of ["lost", "late", "overtaken", "duplicated", "badlySigned", "failedTries"]) row(`platform.${name}`, webhooks[name]);
  const undelivered = waiting.due + waiting.late + waiting.retrying;
  row("platform.undelivered", undelivered, { tone: "wait" });
  for (const name of ["answered", "failed", "throttled", "denied", "answerLost"]) row(`platform.${name}`, calls[name]);
  byId("hurry").disabled = waiting.late + waiting.retrying === 0;
  const parts = [waiting.late > 0 && `${number(waiting.late)} late`, waiting.retrying > 0 && `${number(waiting.retrying)} to be tried again`].filter(Boolean);
  setText(byId("hurry-note"), parts.length === 0 ? "Nothing waits." : `${parts.join(", ")}; the next in ${length(waiting.nextInMs ?? 0)}.`);
}

function drawApp({ app, proof, behindMs }) {
  row("app.answers", app.answers ? "yes" : "no", { tone: app.answers ? "" : "bad" });
  row("app.orders", proof ? proof.orders.app : "–");
  row("app.behind", proof ? behindMs : "–", { tone: "wait", words: proof ? length(behindMs) : "–" });
  const { waiting, forPeople } = app;
  for (const name of ["messages", "reads", "intents"]) row(`app.${name}`, waiting ? waiting[name] : "–", { tone: "wait" });
  row("app.oldest", waiting ? waiting.oldestMs : "–", { words: waiting ? length(waiting.oldestMs) : "–" });
  row("app.levels", proof ? proof.units.levels : "–", { tone: "wait" });
  row("app.refused", forPeople ? forPeople.refused : "–", { tone: "bad" });
  row("app.exceptions", forPeople?.exceptions ?? "–", { tone: "wait" });
  const stuck = forPeople ? forPeople.parked + forPeople.readsFailed : 0;
  const examples = proof && proof.orders.examples.length > 0 ? `Orders that differ: ${proof.orders.examples.join(", ")}${proof.orders.missing + proof.orders.differing > proof.orders.examples.length ? " …" : ""}.` : "";
  setText(byId("app-note"), [examples, stuck > 0 ? `${number(stuck)} could not be read or applied.` : ""].filter(Boolean).join(" "));
}

const shape = (name, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

function drawLag({ samples, at }) {
  const from = at - CHART_MS;
  const shown = samples.filter((sample) => sample.at >= from);
  if (shown.length === 0) return;
  const x = (time) => ((time - from) / CHART_MS) * WIDTH;
  const mostMs = Math.max(BEHIND_LEAST_MS, ...shown.map(({ behindMs }) => behindMs));
  const mostOrders = Math.max(10, ...shown.map(({ orders }) => orders));
  // A look counts for a few seconds: what nobody watched is left blank.
  const until = (index) => x(Math.min(shown[index + 1]?.at ?? at, shown[index].at + LOOK_LASTS_MS));
  const bands = shown.flatMap((sample, index) => (sample.faults > 0 ? [shape("rect", { class: "band", x: x(sample.at), y: 0, width: until(index) - x(sample.at) + 0.8, height: HEIGHT })] : []));
  const bars = shown.flatMap((sample, index) => {
    const height = (sample.orders / mostOrders) * HEIGHT * 0.95;
    return height > 0 ? [shape("rect", { class: "bars", x: x(sample.at), y: HEIGHT - height, width: Math.max(0.5, (until(index) - x(sample.at)) * 0.8), height })] : [];
  });
  const points = shown.map((sample) => `${x(sample.at).toFixed(1)},${(HEIGHT - (sample.behindMs / mostMs) * HEIGHT * 0.95).toFixed(1)}`);
  const last = shown.at(-1);
  const area = shape("polygon", { class: "area", points: `${x(shown[0].at).toFixed(1)},${HEIGHT} ${points.join(" ")} ${x(last.at).toFixed(1)},${HEIGHT}` });
  byId("lag").replaceChildren(...bars.length + bands.length > 0 ? [...bands, ...bars] : [], area);
  const worst = Math.max(...shown.map(({ behindMs }) => behindMs));
  const most = Math.max(...shown.map(({ orders }) => orders));
  setText(byId("lag-words"), `Now ${length(last.behindMs)} and ${plural(last.orders, "order")} behind. At worst ${length(worst)} and ${plural(most, "order")} in these five minutes.`);
}
