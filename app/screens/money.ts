const DIGITS_DEFAULT = 2;

/** Minor units as the merchant reads them: 1234 USD is "$12.34", 500 JPY is "¥500". A code that is no currency is written behind the number. */
export function formatMoney(minor: number, currency: string): string {
  try {
    const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? DIGITS_DEFAULT));
  } catch {
    return `${(minor / 10 ** DIGITS_DEFAULT).toFixed(DIGITS_DEFAULT)} ${currency}`;
  }
}
