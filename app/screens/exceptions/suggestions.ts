import type { ExceptionRef } from "../acts";

/** The first that fits what was said. */
const BY_WORDS: readonly { said: RegExp; suggestion: string }[] = [
  { said: /scope|access denied|not approved|permission|unauthorized|\btoken\b/i, suggestion: "Open Switchyard from your admin once, so that it gets its rights again, then retry." },
  { said: /throttl|too many|rate limit|time.?out|timed out|unavailable|\b5\d\d\b/i, suggestion: "Your shop was busy. Retry in some minutes." },
  { said: /not stock|not stocked|inventory.*location|location.*(inactive|closed|deactivated)/i, suggestion: "Stock the item at that location in your shop, or choose another location on the order." },
  { said: /on.?hold|\bheld\b/i, suggestion: "Release the hold in your shop or on the order, then retry." },
  { said: /closed|cancel|already|in progress/i, suggestion: "The order has moved on meanwhile. Look at it: if it is as it should be, dismiss this." },
];

const BY_KIND: Record<ExceptionRef["kind"], string> = {
  intent: "Open the order and see whether your shop shows it as you expect. Change what it complains about, then retry; or do it by hand in your shop and dismiss this.",
  delivery: "Retry: the message is kept as it came. If it fails again, look at the order in your shop; what it tells is read from there as well.",
  read: "Retry. If it fails again, see whether your shop's admin answers, and open Switchyard from there once.",
};

/** What a person can do about it, from what was said. */
export const suggestionFor = (kind: ExceptionRef["kind"], said: string): string =>
  BY_WORDS.find((rule) => rule.said.test(said))?.suggestion ?? BY_KIND[kind];
