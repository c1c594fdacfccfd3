import { type Rates, ratesTable } from "../domain/policy/rates-csv";
import { csvText } from "./csv";

/** Zones, weights and rates as a file that can be brought back. */
export const ratesCsv = (rates: Rates, currency: string): AsyncGenerator<string> => {
  const [titles = [], ...rows] = ratesTable(rates, currency);
  const columns = titles.map((title, place) => ({ title, cell: (row: string[]) => row[place] ?? "" }));
  return csvText(columns, once(rows));
};

async function* once<T>(page: T): AsyncGenerator<T> {
  yield await Promise.resolve(page);
}
