import type { Fault, Parameter } from "./fault";
import { milliseconds, share } from "./fault";

const rate = (start: number, label = "Of all messages"): Parameter => ({ kind: "percent", name: "rate", label, start });
const seconds = (label: string, choices: readonly number[], start: number): Parameter => ({ kind: "seconds", name: "seconds", label, choices, start });

/** What happens to webhooks between the platform and the app. */
export const MESSAGE_FAULTS: readonly Fault[] = [
  {
    name: "webhooks-lost", group: "messages", title: "Lost",
    happens: "A message is never sent, and nobody says so. Platforms do not promise delivery.",
    expected: "What other messages of the same order tell is read again. An order of which no message came is found by the walk over recent orders, every ten minutes, or at once by Compare now.",
    look: { words: "Home, Sync health: what a comparison found", path: "" },
    parameters: [rate(50)], weather: (given) => ({ loss: share(given) }),
  },
  {
    name: "webhooks-late", group: "messages", title: "Late",
    happens: "A message waits in the platform's queue, for seconds or for a day.",
    expected: "An order appears when its message does. A late message about what is known in a newer state changes nothing.",
    look: { words: "Orders: nothing falls back into an older state", path: "/orders" },
    parameters: [rate(50), seconds("Late by up to", [5, 30, 120, 900, 3_600, 21_600, 86_400], 30)], weather: (given) => ({ delay: share(given), delayMs: milliseconds(given) }),
  },
  {
    name: "webhooks-duplicated", group: "messages", title: "Duplicated",
    happens: "The platform sends the same message twice, which it may.",
    expected: "The second is stored as the first, and changes nothing: no unit is reserved twice.",
    look: { words: "Inventory: units stay equal", path: "/inventory" },
    parameters: [rate(50)], weather: (given) => ({ duplicate: share(given) }),
  },
  {
    name: "webhooks-out-of-order", group: "messages", title: "Out of order",
    happens: "A cancellation overtakes the order that it cancels, an edit the one before it.",
    expected: "The newest state of an order counts, in whatever order it is told of.",
    look: { words: "An order's history: what was told, and when", path: "/orders" },
    parameters: [rate(50), seconds("Overtaken within", [1, 3, 10, 30], 3)], weather: (given) => ({ overtaken: share(given), overtakenMs: milliseconds(given) }),
  },
  {
    name: "webhooks-badly-signed", group: "messages", title: "Badly signed",
    happens: "Somebody else sends messages in the platform's name, or a secret was changed on one side alone.",
    expected: "They are turned away before anything is stored. The platform tries again after 56 seconds, then ever later.",
    look: { words: "Home, Sync health: the last event", path: "" },
    parameters: [rate(30)], weather: (given) => ({ badSignature: share(given) }),
  },
  {
    name: "app-unreachable", group: "messages", title: "Undeliverable",
    happens: "The line to the app is down: the platform's tries fail, and it tries again after 56 seconds, then ever later, for four hours.",
    expected: "What comes at last is applied as if it came in time. A comparison finds it sooner.",
    look: { words: "Home, Sync health: unusually quiet", path: "" },
    parameters: [rate(100, "Of all tries")], weather: (given) => ({ unreachable: share(given) }),
  },
];
