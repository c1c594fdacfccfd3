/**
 * Money is whole minor units of a currency (cents, yen, fils), never fractions. How many decimals a currency has is a
 * fact of ISO 4217; currencies not listed here have two.
 */
const WITHOUT_DECIMALS = new Set([
  "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
]);
const WITH_THREE_DECIMALS = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);
const WITH_FOUR_DECIMALS = new Set(["CLF", "UYW"]);

/** Decimals of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorUnits(currency: string): number {
  const code = currency.toUpperCase();
  if (WITHOUT_DECIMALS.has(code)) return 0;
  if (WITH_THREE_DECIMALS.has(code)) return 3;
  return WITH_FOUR_DECIMALS.has(code) ? 4 : 2;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/**
 * A platform's decimal text as minor units, exact: `parseDecimalToMinor("14.10", "USD")` is 1410. Missing decimals count
 * as zeros, and zeros beyond the currency's decimals are accepted ("1200.00" JPY). Null: not a number, finer than the
 * currency's minor unit, or too large to be exact.
 */
export function parseDecimalToMinor(text: string, currency: string): number | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const decimals = minorUnits(currency);
  const fraction = match[3] ?? "";
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  const minor = Number((match[2] ?? "") + fraction.slice(0, decimals).padEnd(decimals, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] === "-" && minor !== 0 ? -minor : minor;
}

/** Minor units as the decimal text that platforms speak: 1410 USD is "14.10", 1200 JPY is "1200". */
export function minorToDecimal(minor: number, currency: string): string {
  const decimals = minorUnits(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const sign = minor < 0 ? "-" : "";
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}

/** Signs that mean one currency to an English reader; all others are written with their code. */
const SIGNS: Record<string, string> = {
  USD: "$", CAD: "CA$", AUD: "A$", NZD: "NZ$", HKD: "HK$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹", KRW: "₩", ILS: "₪", BRL: "R$", MXN: "MX$",
};

/** For people: 1410 USD is "$14.10", -120000 JPY is "-¥120,000", 2500 KWD is "KWD 2.500". */
export function formatMinor(minor: number, currency: string): string {
  const [whole = "0", fraction] = minorToDecimal(Math.abs(minor), currency).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const code = currency.toUpperCase();
  const number = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return `${minor < 0 ? "-" : ""}${SIGNS[code] ?? `${code} `}${number}`;
}
