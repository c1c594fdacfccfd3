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

/** Who pays in which currencies: an order. */
export interface Priced { currency: string; presentmentCurrency: string; presentmentRate: number }

/** An amount of the shop's currency in the currency that the customer sees, rounded to its minor unit. */
export const presentmentMinor = (minor: number, { currency, presentmentCurrency, presentmentRate }: Priced): number =>
  presentmentCurrency === currency ? minor : Math.round((minor / 10 ** decimalsOf(currency)) * presentmentRate * 10 ** decimalsOf(presentmentCurrency));

/** Both moneys as webhook bodies have them. */
export const moneySet = (minor: number, priced: Priced) => ({
  shop_money: { amount: amountText(minor, priced.currency), currency_code: priced.currency },
  presentment_money: { amount: amountText(presentmentMinor(minor, priced), priced.presentmentCurrency), currency_code: priced.presentmentCurrency },
});

/** Both moneys as GraphQL has them. */
export const moneyBag = (minor: number, priced: Priced) => ({
  shopMoney: { amount: decimalText(minor, priced.currency), currencyCode: priced.currency },
  presentmentMoney: { amount: decimalText(presentmentMinor(minor, priced), priced.presentmentCurrency), currencyCode: priced.presentmentCurrency },
});
