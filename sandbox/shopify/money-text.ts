const ZERO_DECIMALS = new Set(["JPY", "KRW", "CLP", "VND"]);
export const decimalsOf = (currency: string): number => (ZERO_DECIMALS.has(currency) ? 0 : 2);

/** `19.90` or, without minor units, `1990`: as in webhook bodies (shopify.dev: webhook payloads). */
export function amountText(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return decimals === 0 ? String(minor) : (minor / 10 ** decimals).toFixed(decimals);
}

/** `19.9`, `20.0`: GraphQL trims zeros but keeps one decimal. */
export function decimalText(minor: number, currency: string): string {
  const text = String(minor / 10 ** decimalsOf(currency));
  return text.includes(".") ? text : `${text}.0`;
}

export function moneySet(minor: number, currency: string) {
  const money = { amount: amountText(minor, currency), currency_code: currency };
  return { shop_money: money, presentment_money: money };
}
