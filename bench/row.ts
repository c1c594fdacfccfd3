/** One measured line of the benchmark's table. */
export interface BenchRow {
  /** What was measured, with its size: `routing: one order, 10 locations × 20 lines`. */
  name: string;
  value: number;
  /** `orders/min`, `/s`, `ms p99`. */
  unit: string;
  /** The least and the greatest of the rounds of which `value` is the median. */
  spread?: [least: number, greatest: number];
  /** What it stands against in the same run: `a bare server, 11,020/s`. */
  against?: string;
  /** Measured over `against`: 1 is equal. */
  ratio?: number;
  /** The number to hold: `ratio ≥ 0.8`. */
  target?: string;
  /** Is the target held? Given with `target`. */
  met?: boolean;
}

/** The middle one; the lower of two. */
export const median = (figures: readonly number[]): number => percentile(figures, 0.5);

export const spreadOf = (figures: readonly number[]): [least: number, greatest: number] => [Math.min(...figures), Math.max(...figures)];

/** The value that `share` (0 to 1) of the figures do not exceed; NaN for none. */
export const percentile = (figures: readonly number[], share: number): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};
