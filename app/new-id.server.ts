/** Crockford's base 32: no I, L, O, U; its characters sort as their values do. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;
const BITS = 5;
/** So many ids' random parts are asked for at once: asked for alone, one takes longer than all the rest of its id. */
const RANDOM_PARTS = 256;

/**
 * Ids of 26 characters that sort by time: 48 bits of milliseconds, then 80 random bits. Within one process each id is
 * greater than the one before, also within a millisecond and when the clock steps back: then the random part counts up.
 */
export function createNewId(now: () => number, randomBytes: (size: number) => Uint8Array): () => string {
  let lastTime = -1;
  let digits: number[] = [];
  let bytes: Uint8Array = new Uint8Array();
  const randomDigits = (): number[] => {
    if (bytes.length < RANDOM_LENGTH) bytes = randomBytes(RANDOM_LENGTH * RANDOM_PARTS);
    const drawn = Array.from(bytes.subarray(0, RANDOM_LENGTH), (byte) => byte & 31);
    bytes = bytes.subarray(RANDOM_LENGTH);
    return drawn;
  };
  return () => {
    const time = Math.max(now(), lastTime);
    digits = time === lastTime ? plusOne(digits) : randomDigits();
    // The first digit starts in the lower half, so that counting up within one millisecond never runs over.
    if (time !== lastTime) digits[0] = digits[0]! & 15;
    lastTime = time;
    return timePart(time) + digits.map((digit) => ALPHABET[digit]).join("");
  };
}

function timePart(time: number): string {
  let rest = time;
  let text = "";
  for (let place = 0; place < TIME_LENGTH; place += 1) {
    text = ALPHABET[rest % (1 << BITS)] + text;
    rest = Math.floor(rest / (1 << BITS));
  }
  return text;
}

function plusOne(digits: readonly number[]): number[] {
  const next = [...digits];
  for (let place = next.length - 1; place >= 0; place -= 1) {
    if (next[place]! < 31) {
      next[place]! += 1;
      return next;
    }
    next[place] = 0;
  }
  return next;
}
