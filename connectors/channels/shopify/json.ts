/** An integer that may exceed 2^53: 9007199254740993 has 16 digits. */
const LONG_DIGITS = /\d{16,}/g;

const BACKSLASH = 92;

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

/** Where the whole number starts that has these digits, its sign included; null for part of a decimal or of an exponent, or a leading zero. */
function startOfInteger(text: string, from: number, to: number): number | null {
  const before = text.charAt(from - 1);
  const after = text.charAt(to);
  if (text.charAt(from) === "0" || before === "." || /[eE+]/.test(before) || /[.eE]/.test(after)) return null;
  if (before !== "-") return from;
  return /[eE]/.test(text.charAt(from - 2)) ? null : from - 1;
}

/**
 * Quotes every integer of 16 or more digits, so that `JSON.parse` keeps it as exact text. Digits inside strings, decimals
 * and exponents stay as they are; a number with a leading zero is left for `JSON.parse` to refuse. Strings are only told
 * apart where long digits are, so that a body with short ids costs one search.
 */
export function quoteLongIntegers(text: string): string {
  let out = "";
  let copied = 0;
  /** Everything before is outside of strings, or a string that has ended. */
  let known = 0;
  for (const match of text.matchAll(LONG_DIGITS)) {
    let open = text.indexOf("\"", known);
    while (open !== -1 && open < match.index) {
      known = endOfString(text, open) + 1;
      open = known > match.index ? -1 : text.indexOf("\"", known);
    }
    if (known > match.index) continue;
    const end = match.index + match[0].length;
    const start = startOfInteger(text, match.index, end);
    if (start === null) continue;
    out += `${text.slice(copied, start)}"${text.slice(start, end)}"`;
    copied = end;
  }
  return copied === 0 ? text : out + text.slice(copied);
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
