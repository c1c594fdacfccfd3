import type { Instant } from "../ids";

/** Things that become due, earliest first; equal ones in the order in which they came. */
export interface DueQueue<Thing> {
  add(at: Instant, thing: Thing): void;
  /** Takes out what is due first, if that is at or before an instant. */
  take(until: Instant): { at: Instant; thing: Thing } | null;
}

interface Entry<Thing> {
  at: Instant;
  thing: Thing;
  /** Of equal instants the earlier one. */
  place: number;
}

/** A binary heap: the supply of a whole period may be added at once. */
export const createDueQueue = <Thing>(): DueQueue<Thing> => {
  const heap: Entry<Thing>[] = [];
  let added = 0;
  const isBefore = (a: number, b: number): boolean => heap[a]!.at < heap[b]!.at || (heap[a]!.at === heap[b]!.at && heap[a]!.place < heap[b]!.place);
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Entry<Thing>, heap[a] as Entry<Thing>];
  };
  const rise = (from: number): void => {
    for (let at = from; at > 0 && isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
  };
  const sink = (): void => {
    for (let at = 0; ;) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      let least = at;
      if (left < heap.length && isBefore(left, least)) least = left;
      if (right < heap.length && isBefore(right, least)) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    add(at, thing) {
      heap.push({ at, thing, place: added });
      added += 1;
      rise(heap.length - 1);
    },
    take(until) {
      const first = heap[0];
      if (first === undefined || first.at > until) return null;
      swap(0, heap.length - 1);
      heap.pop();
      sink();
      return first;
    },
  };
};
