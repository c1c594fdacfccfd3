import type { Instant } from "../ids";

/** Things that become due, earliest first; equal ones in the order in which they came. */
export interface DueQueue<Thing> {
  add(at: Instant, thing: Thing): void;
  /** Takes out what is due at or before an instant. */
  take(until: Instant): { at: Instant; thing: Thing } | null;
}

/** What was taken stays in the list so long: to cut it off each time would move all the rest. */
const TAKEN_MAX = 1_000;

/** A list kept sorted: what is added is mostly due last, so that little moves. */
export const createDueQueue = <Thing>(): DueQueue<Thing> => {
  const list: { at: Instant; thing: Thing }[] = [];
  let first = 0;
  return {
    add(at, thing) {
      let place = list.length;
      while (place > first && list[place - 1]!.at > at) place -= 1;
      list.splice(place, 0, { at, thing });
    },
    take(until) {
      const next = list[first];
      if (next === undefined || next.at > until) return null;
      first += 1;
      if (first < TAKEN_MAX) return next;
      list.splice(0, first);
      first = 0;
      return next;
    },
  };
};
