import { CALL_FAULTS } from "./call-faults";
import type { Fault } from "./fault";
import { MESSAGE_FAULTS } from "./message-faults";
import { WORLD_FAULTS } from "./world-faults";

/** Everything that a person may switch on. */
export const FAULTS: readonly Fault[] = [...MESSAGE_FAULTS, ...CALL_FAULTS, ...WORLD_FAULTS];

/** Several faults at once, as a bad day brings them, with orders coming in. Each ends by itself. */
export interface Storm {
  name: string;
  title: string;
  words: string;
  forSeconds: number;
  faults: readonly { name: string; given?: Record<string, number | string>; forSeconds?: number }[];
  orders: { perSecond: number; count: number };
}

export const STORMS: readonly Storm[] = [
  {
    name: "black-friday", title: "Black Friday", words: "1,000 orders at 20 a second; 5 % of the messages are lost, a fifth is late, and the API asks to slow down.", forSeconds: 90,
    faults: [{ name: "webhooks-lost", given: { rate: 5 } }, { name: "webhooks-late", given: { rate: 20, seconds: 30 } }, { name: "api-throttled", given: { rate: 30 } }],
    orders: { perSecond: 20, count: 1_000 },
  },
  {
    name: "bad-night", title: "Bad night", words: "The API is down for two minutes while orders come in, and answers are slow after that.", forSeconds: 180,
    faults: [{ name: "api-down", given: { how: "error" }, forSeconds: 120 }, { name: "api-slow", given: { rate: 50, seconds: 2 } }],
    orders: { perSecond: 1, count: 120 },
  },
  {
    name: "sloppy-network", title: "Sloppy network", words: "Messages twice and out of order, some badly signed; a tenth of the calls fails, and some answers never come.", forSeconds: 120,
    faults: [
      { name: "webhooks-duplicated", given: { rate: 20 } }, { name: "webhooks-out-of-order", given: { rate: 40, seconds: 3 } }, { name: "webhooks-badly-signed", given: { rate: 5 } },
      { name: "api-half-failing", given: { rate: 10 } }, { name: "answers-lost", given: { rate: 10 } }, { name: "api-slow", given: { rate: 20, seconds: 2 } },
    ],
    orders: { perSecond: 2, count: 200 },
  },
  {
    name: "silent-hour", title: "Silent hour", words: "Every message is lost for a minute, while customers buy and a colleague edits.", forSeconds: 60,
    faults: [{ name: "webhooks-lost", given: { rate: 100 } }, { name: "busy-colleague", given: { perMinute: 30 } }],
    orders: { perSecond: 1, count: 60 },
  },
  {
    name: "platform-incident", title: "Platform incident", words: "The API goes down and up, reads lag behind, and a third of the messages is late.", forSeconds: 120,
    faults: [{ name: "api-flapping", given: { seconds: 10 } }, { name: "stale-reads", given: { rate: 40 } }, { name: "webhooks-late", given: { rate: 33, seconds: 30 } }],
    orders: { perSecond: 2, count: 200 },
  },
  {
    name: "manic-monday", title: "Manic Monday", words: "A colleague edits every second, the busiest warehouse closes, and tokens end early.", forSeconds: 120,
    faults: [{ name: "busy-colleague", given: { perMinute: 60 } }, { name: "warehouse-outage", forSeconds: 60 }, { name: "token-expires", given: { seconds: 5 } }],
    orders: { perSecond: 2, count: 150 },
  },
];
