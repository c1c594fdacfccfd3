import { useRef, useState } from "react";

interface Row {
  id: string;
}

export interface SteadyRows<R extends Row> {
  /** In the order in which they were first shown. */
  rows: R[];
  /** Shown still, though the list no longer holds them: they changed meanwhile. */
  goneIds: ReadonlySet<string>;
  /** What came meanwhile and waits to be let in. */
  newCount: number;
}

/** What a list shows when its rows have been read again: the same rows in the same places, each as it is now. */
export function steadyRows<R extends Row>(shown: readonly R[], fresh: readonly R[]): SteadyRows<R> {
  if (shown.length === 0) return { rows: [...fresh], goneIds: new Set(), newCount: 0 };
  const now = new Map(fresh.map((row) => [row.id, row]));
  const before = new Set(shown.map((row) => row.id));
  return {
    rows: shown.map((row) => now.get(row.id) ?? row),
    goneIds: new Set(shown.filter((row) => !now.has(row.id)).map((row) => row.id)),
    newCount: fresh.filter((row) => !before.has(row.id)).length,
  };
}

/**
 * Keeps a list still while live data comes in: nothing moves but the row that changed. `list` names the list (its
 * address): another one begins anew. `letIn` shows the list as it is now.
 */
export function useSteadyRows<R extends Row>(list: string, fresh: readonly R[]): SteadyRows<R> & { letIn(): void } {
  const [letInAt, setLetInAt] = useState(0);
  const kept = useRef<{ list: string; letInAt: number; rows: readonly R[] }>({ list, letInAt, rows: fresh });
  if (kept.current.list !== list || kept.current.letInAt !== letInAt) kept.current = { list, letInAt, rows: fresh };
  const steady = steadyRows(kept.current.rows, fresh);
  kept.current.rows = steady.rows;
  return { ...steady, letIn: () => setLetInAt(letInAt + 1) };
}
