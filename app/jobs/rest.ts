const TROUBLE_REST_MIN_MS = 200;
const TROUBLE_REST_MAX_MS = 10_000;

/** Longer with each failure in a row, between half and the whole, so that many workers do not come back together. */
export const restAfter = (failures: number, random: () => number = Math.random): number => {
  const whole = Math.min(TROUBLE_REST_MAX_MS, TROUBLE_REST_MIN_MS * 2 ** Math.min(failures, 20));
  return Math.round(whole / 2 + (whole / 2) * random());
};

/** Deaf to wake-ups: what fails is not tried again sooner because more of it arrives. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}
