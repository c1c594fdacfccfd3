/** Stops the work when the house itself is wrong: a bug, never a refusal. The row that caused it stays stored and visible. */
export function assert(condition: boolean, message: string): asserts condition {
  // eslint-disable-next-line no-restricted-syntax -- the one place where the domain may stop the world
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
