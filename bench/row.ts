/** One measured line of the benchmark's table. */
export interface BenchRow {
  /** What was measured, with its size: `routing: one order, 10 locations × 20 lines`. */
  name: string;
  value: number;
  /** `orders/min`, `/s`, `ms p99`. */
  unit: string;
  /** What it stands against in the same run: `a bare server, 11,020/s`. */
  against?: string;
  /** Measured over `against`: 1 is equal. */
  ratio?: number;
  /** The number to hold: `ratio ≥ 0.8`. */
  target?: string;
  /** Is the target held? Given with `target`. */
  met?: boolean;
}

/** The value that `share` (0 to 1) of the figures do not exceed; NaN for none. */
export const percentile = (figures: readonly number[], share: number): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};
