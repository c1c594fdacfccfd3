export interface Interval {
  low: number;
  high: number;
}

/** With fewer blocks an interval would say little. */
export const BLOCKS_MIN = 5;
const Z_975 = 1.959963984540054;

/**
 * The 95 % interval of a sum of paired differences, from sums over blocks of days (orders of one day share their stock, so
 * that days vary for themselves, and orders do not). With a base above 0 the ratio of the sums is judged (linearised, as in
 * survey sampling: busy days differ more because they are busy), else the mean. Student's t with one degree of freedom
 * less than there are blocks; exact in its inputs, nothing is drawn. Null: fewer than `BLOCKS_MIN` blocks.
 */
export function intervalOf(blocks: readonly { base: number; change: number }[]): Interval | null {
  const count = blocks.length;
  if (count < BLOCKS_MIN) return null;
  const base = sum(blocks.map((block) => block.base));
  const change = sum(blocks.map((block) => block.change));
  const rest = base > 0 ? blocks.map((block) => block.change - (change / base) * block.base) : blocks.map((block) => block.change - change / count);
  const half = studentT975(count - 1) * Math.sqrt((count / (count - 1)) * sum(rest.map((one) => one * one)));
  return { low: change - half, high: change + half };
}

/** The 97.5 % quantile of Student's t: a normal quantile with the four-term expansion of Cornish and Fisher, right to a thousandth from 4 degrees of freedom on. */
export function studentT975(freedom: number): number {
  const z = Z_975;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((t, term, index) => t + term / freedom ** (index + 1), z);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
