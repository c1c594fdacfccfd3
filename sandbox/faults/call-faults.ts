import type { Fault, Parameter } from "./fault";
import { milliseconds, share } from "./fault";

const rate = (start: number, label = "Of all calls"): Parameter => ({ kind: "percent", name: "rate", label, start });
const CONNECTION = "connection";

/** What happens to the app's calls to the platform, and to its tokens. */
export const CALL_FAULTS: readonly Fault[] = [
  {
    name: "api-slow", group: "calls", title: "Slow",
    happens: "The platform does what it is asked, and its answer takes seconds.",
    expected: "Messages are taken in at full speed meanwhile. What is slow delays only what waits for it, and an answer that comes too late is asked for again.",
    look: { words: "Home, Sync health: what waits", path: "" },
    parameters: [rate(50), { kind: "seconds", name: "seconds", label: "An answer takes up to", choices: [1, 2, 5, 10, 20], start: 5 }], weather: (given) => ({ slow: share(given), slowMs: milliseconds(given) }),
  },
  {
    name: "api-down", group: "calls", title: "Down",
    happens: "The platform has an outage: no call comes through.",
    expected: "Orders come in and are planned. What must be written waits, is tried again ever more rarely, and is written once when the platform is back.",
    look: { words: "Orders: plans are not confirmed; Home: what waits", path: "/orders" },
    parameters: [{ kind: "choice", name: "how", label: "How it fails", choices: [{ value: CONNECTION, label: "The connection breaks" }, { value: "error", label: "It answers 500, 502 or 503" }], start: CONNECTION }],
    weather: ({ how }) => (how === CONNECTION ? { timeoutBefore: 1 } : { serverError: 1 }),
  },
  {
    name: "api-flapping", group: "calls", title: "Flapping",
    happens: "The platform goes down and comes back, again and again.",
    expected: "Each time it is back, work goes on. Nothing is written twice.",
    look: { words: "Home, Sync health: what waits rises and falls", path: "" },
    parameters: [{ kind: "seconds", name: "seconds", label: "Down, then up, for", choices: [2, 5, 10, 30], start: 5 }],
    weather: (given, sinceMs) => (Math.floor(sinceMs / milliseconds(given)) % 2 === 0 ? { serverError: 1 } : {}),
  },
  {
    name: "api-half-failing", group: "calls", title: "Half failing",
    happens: "Some of the platform's machines are ill: some calls answer 500, 502 or 503.",
    expected: "A call that failed is tried again until it succeeds, once.",
    look: { words: "Home, Sync health: what waits", path: "" },
    parameters: [rate(50)], weather: (given) => ({ serverError: share(given) }),
  },
  {
    name: "api-throttled", group: "calls", title: "Throttled",
    happens: "The platform asks to slow down, as another app eats the store's allowance.",
    expected: "Calls wait and go on. No order is lost for it.",
    look: { words: "Home, Sync health: what waits", path: "" },
    parameters: [rate(40)], weather: (given) => ({ throttle: share(given) }),
  },
  {
    name: "answers-lost", group: "calls", title: "Answers lost after the effect",
    happens: "The platform does what it is asked, and the answer never comes: nobody knows whether it happened.",
    expected: "Switchyard looks before it asks again. No parcel is shipped twice, no unit taken twice.",
    look: { words: "Ship an order: one parcel here and there", path: "/orders" },
    parameters: [rate(30)], weather: (given) => ({ timeoutAfter: share(given) }),
  },
  {
    name: "stale-reads", group: "calls", title: "Stale reads",
    happens: "A read is answered by a copy that lags: it shows orders and stock as they were before their last change.",
    expected: "What is known to be newer is not undone by it.",
    look: { words: "Inventory: units do not jump back", path: "/inventory" },
    parameters: [rate(40, "Of all reads")], weather: (given) => ({ staleRead: share(given) }),
  },
  {
    name: "files-cut", group: "calls", title: "Files cut short",
    happens: "The file of all stock, which a comparison reads, ends in its middle.",
    expected: "The comparison notices, says so, and reads it again. It never takes what is missing for gone.",
    look: { words: "Home, Compare now: what it says", path: "" },
    parameters: [rate(100, "Of all files")], weather: (given) => ({ brokenFile: share(given) }),
  },
  {
    name: "token-refused", group: "access", title: "Token refused",
    happens: "The platform does not accept the app's token any more: every call is answered with 401.",
    expected: "Messages are taken in. What must be read or written waits, and goes on when the token is accepted again.",
    look: { words: "Home: what waits, and why", path: "" },
    parameters: [], weather: () => ({ tokenRefused: 1 }),
  },
  {
    name: "token-expires", group: "access", title: "Tokens end early",
    happens: "Tokens end long before their hour, as after a change of keys.",
    expected: "One call refreshes the token, the others wait for it, and nobody notices.",
    look: { words: "Home: nothing is to be seen", path: "" },
    parameters: [{ kind: "seconds", name: "seconds", label: "Every", choices: [2, 5, 15, 60], start: 5 }],
    errand: ({ twin }, given) => ({ everyMs: milliseconds(given), run: () => twin.expireTokens() }),
  },
];
