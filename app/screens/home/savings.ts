import type { Savings } from "./savings.server";

/** "38 parcels · $412"; nothing when nothing was saved. */
export const savedWords = ({ parcels, money }: Savings): string =>
  [parcels > 0 ? `${parcels} ${parcels === 1 ? "parcel" : "parcels"}` : "", money].filter(Boolean).join(" · ");

/** What observing has shown, in sentences; nothing before there is an order to tell of. */
export function observedWords(savings: Savings): string[] {
  const { compared, different, rescued, parcels, money } = savings;
  if (compared + rescued === 0) return [];
  const orders = (count: number) => `${count} ${count === 1 ? "order" : "orders"}`;
  return [
    `Of the ${orders(compared + rescued)} that it could decide on this week, Switchyard would have shipped ${different === 0 ? "none" : orders(different)} otherwise than your shop.`,
    ...(parcels > 0 || money !== "" ? [`That would have saved ${savedWords(savings)}.`] : []),
    ...(parcels < 0 ? [`It would have sent ${-parcels} more ${parcels === -1 ? "parcel" : "parcels"}, where that costs less by your policy.`] : []),
    ...(rescued > 0 ? [`${orders(rescued)} could not have shipped from where your shop had put ${rescued === 1 ? "it" : "them"}.`] : []),
  ];
}
