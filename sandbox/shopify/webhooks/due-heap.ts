interface Due { at: number; turn: number; id: string }

/** What is due first comes first, and of two at the same time the older. */
export function createDueHeap() {
  const heap: Due[] = [];
  let turns = 0;
  const before = (one: number, other: number) => {
    const [a, b] = [heap[one], heap[other]];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.turn < b.turn));
  };
  const swap = (one: number, other: number) => { [heap[one], heap[other]] = [heap[other] as Due, heap[one] as Due]; };
  const rise = (from: number) => {
    let index = from;
    while (index > 0 && before(index, (index - 1) >> 1)) {
      swap(index, (index - 1) >> 1);
      index = (index - 1) >> 1;
    }
  };
  const sink = () => {
    let index = 0;
    for (;;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) if (before(child, least)) least = child;
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  };
  return {
    push(at: number, id: string) {
      turns += 1;
      heap.push({ at, turn: turns, id });
      rise(heap.length - 1);
    },
    /** The next that is due by then, or undefined. */
    pop(now: number): { at: number; id: string } | undefined {
      const first = heap[0];
      if (!first || first.at > now) return undefined;
      const last = heap.pop() as Due;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first;
    },
    nextAt: (): number | null => heap[0]?.at ?? null,
  };
}

export type DueHeap = ReturnType<typeof createDueHeap>;
