/** Shortest integer that may exceed 2^53: 9007199254740993 has 16 digits. */
const EXACT_DIGITS_MIN = 16;

const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const EXPONENT_UPPER = 69;
const EXPONENT_LOWER = 101;

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

/** The index of the quote that closes the string opened at `open`, or the text's length. */
function endOfString(text: string, open: number): number {
  let close = text.indexOf("\"", open + 1);
  while (close !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(close - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return close;
    close = text.indexOf("\"", close + 1);
  }
  return text.length;
}

/** The index behind the digits that start at `from`. */
function endOfDigits(text: string, from: number): number {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

/**
 * Quotes every integer of 16 or more digits, so that `JSON.parse` keeps it as exact text. Digits inside strings, decimals
 * and exponents stay as they are; a number with a leading zero is left for `JSON.parse` to refuse.
 */
export function quoteLongIntegers(text: string): string {
  let out = "";
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at) + 1;
      continue;
    }
    if (!isDigit(code)) {
      at += 1;
      continue;
    }
    const end = endOfDigits(text, at);
    const next = text.charCodeAt(end);
    if (next === POINT || next === EXPONENT_LOWER || next === EXPONENT_UPPER) {
      at = endOfDecimal(text, end);
      continue;
    }
    if (end - at >= EXACT_DIGITS_MIN && code !== ZERO) {
      const start = text.charCodeAt(at - 1) === MINUS ? at - 1 : at;
      out += `${text.slice(copied, start)}"${text.slice(start, end)}"`;
      copied = end;
    }
    at = end;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** The index behind a fraction and an exponent. */
function endOfDecimal(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[0-9.eE+-]/.test(text.charAt(at))) at += 1;
  return at;
}

/**
 * Parses JSON; integers of 16 or more digits come as text, because a number would lose their last digits. Shopify's sample
 * ids such as 820982911946154508 are longer than a double holds.
 */
export function parseExactJson(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    return { ok: true, value: JSON.parse(quoteLongIntegers(text)) as unknown };
  } catch {
    return { ok: false, problem: text.trim() === "" ? "The body is empty." : "The body is not JSON." };
  }
}
