import type { Difference, Measure, ReplayReport } from "../../domain/replay/types";
import { formatMoney } from "../money";

/** What the measures are called, and what kind of number each is. */
export const MEASURE_WORDS: Record<Measure, { label: string; kind: "count" | "money" | "days" | "kilograms" }> = {
  parcels: { label: "Parcels", kind: "count" }, costMinor: { label: "Cost in all", kind: "money" }, shippingMinor: { label: "Postage", kind: "money" }, handlingMinor: { label: "Handling", kind: "money" },
  splitMinor: { label: "Further parcels", kind: "money" }, labourMinor: { label: "Labour", kind: "money" }, latenessMinor: { label: "Lateness", kind: "money" }, carbonMinor: { label: "Carbon price", kind: "money" },
  scarcityMinor: { label: "Scarce and kept stock", kind: "money" }, riskMinor: { label: "Rejections and miscounts", kind: "money" }, daysLate: { label: "Days late", kind: "days" },
  carbonGrams: { label: "CO2e", kind: "kilograms" }, waitedDays: { label: "Days waited for stock", kind: "days" }, notShipped: { label: "Orders not shipped", kind: "count" },
};

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

export const measureText = (measure: Measure, value: number, currency: string): string => {
  switch (MEASURE_WORDS[measure].kind) {
    case "money": return formatMoney(Math.round(value), currency);
    case "kilograms": return `${whole(value / 1_000)} kg`;
    case "days": return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
    case "count": return whole(value);
  }
};

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text);

export const changeText = (measure: Measure, { change }: Difference, currency: string): string => signed(change, measureText(measure, Math.abs(change), currency));

const percent = (share: number): string => signed(share, `${Math.abs(100 * share).toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`);

/** "−4.1 %, 95 % between −5.0 % and −3.2 %"; in numbers where there is nothing to take a share of. */
export const intervalText = (measure: Measure, { base, change, interval }: Difference, currency: string): string => {
  const say = base > 0 ? (value: number) => percent(value / base) : (value: number) => signed(value, measureText(measure, Math.abs(value), currency));
  const found = base > 0 ? `${percent(change / base)}, ` : "";
  return interval === null ? `${found}too few days to say how sure` : `${found}95 % between ${say(interval.low)} and ${say(interval.high)}`;
};

/** The result in a sentence: "Draft: summer would have sent 212 fewer parcels (…) and cost $1,240.00 less (…)." */
export const headline = ({ contenders }: Pick<ReplayReport, "contenders">, currency: string): string => {
  const draft = contenders[1];
  if (draft === undefined) return "";
  const { parcels, costMinor, notShipped } = draft.differences;
  const inParcels = parcels.change === 0 ? "as many parcels" : `${whole(Math.abs(parcels.change))} ${parcels.change < 0 ? "fewer" : "more"} ${Math.abs(parcels.change) === 1 ? "parcel" : "parcels"} (${intervalText("parcels", parcels, currency)})`;
  const inMoney = costMinor.change === 0 ? "and cost the same" : `and cost ${formatMoney(Math.abs(costMinor.change), currency)} ${costMinor.change < 0 ? "less" : "more"} (${intervalText("costMinor", costMinor, currency)})`;
  const unsent = notShipped.change === 0 ? "" : ` ${whole(Math.abs(notShipped.change))} ${notShipped.change > 0 ? "more" : "fewer"} ${Math.abs(notShipped.change) === 1 ? "order" : "orders"} could not have shipped.`;
  return `${draft.name} would have sent ${inParcels} ${inMoney}.${unsent}`;
};

export const savingText = (savingMinor: number, currency: string): string =>
  (savingMinor === 0 ? "Same cost" : `${formatMoney(Math.abs(savingMinor), currency)} ${savingMinor > 0 ? "less" : "more"}`);
