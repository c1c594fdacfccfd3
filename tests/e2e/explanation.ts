import { dirname } from "node:path";
import { run } from "../../scripts/run.mjs";
import type { Admin } from "./admin";
import type { Stack } from "./stack";

/** What an order's page claims of its routing, read from the page as a person reads it. Amounts are minor units. */
export interface Claimed {
  /** The locations that the first sentence names. */
  from: string[];
  costMinor: number;
  /** The bars of the chart, and what stands under them. */
  barsMinor: number[];
  totalMinor: number;
  /** The next best plan, where the page knows one. */
  next: { costMinor: number; extraMinor: number } | null;
  /** Costs of the plans that were not chosen, as they are listed. */
  listedMinor: number[];
}

const CHOICE = /^\w+ parcels? from (.+) costs? (\S+), the least that is possible \(proved\)\.$/;
const NEXT = /^(?:Next best: .+? for (\S+) \(\+(\S+)\): .+\.|Equally good: .+ for (\S+?)\.|No other choice of locations was found\.)$/;
const COST_COLUMN = 3;

/** "$1,234.50" → 123450 */
const minor = (text: string): number => Math.round(Number(text.replace(/[^\d.]/g, "")) * 100);

/** Of the order whose page is open. */
export const readClaims = async ({ app }: Pick<Admin, "app">): Promise<Claimed> => {
  const choice = CHOICE.exec(await app.getByText(CHOICE).first().innerText());
  const next = NEXT.exec(await app.getByText(NEXT).first().innerText());
  if (choice === null || next === null) throw new Error("The page's sentences are not those that are known here.");
  const chart = app.getByRole("table", { name: "What this plan costs, by term" });
  const others = app.getByRole("table", { name: "The cheapest plans that were not chosen" });
  const costs = await others.locator(`tbody tr > :nth-child(${COST_COLUMN + 1})`).allInnerTexts();
  const [, names = "", cost = ""] = choice;
  const [, dearer, extra = "0", equal] = next;
  return {
    from: names.split(/, | and /).sort(),
    costMinor: minor(cost),
    barsMinor: (await chart.locator("tbody td").allInnerTexts()).map(minor),
    totalMinor: minor(await chart.locator("tfoot td").innerText()),
    next: dearer === undefined && equal === undefined ? null : { costMinor: minor(dearer ?? equal ?? ""), extraMinor: minor(extra) },
    listedMinor: costs.map(minor),
  };
};

export interface Verdict {
  /** Decisions that the checker proved to cost the least, by a method of its own. */
  optimal: number;
  faulty: unknown[];
}

/** What the independent checker says of an order's decisions, asked on the command line. */
export const verdictOf = async ({ environment }: Pick<Stack, "environment">, order: string): Promise<Verdict> => {
  const { DATABASE_URL = "", SANDBOX_URL = "" } = environment;
  const env = { ...environment, SHOPIFY_SANDBOX_URL: SANDBOX_URL, SWITCHYARD_DATA_DIR: dirname(DATABASE_URL) };
  const { code, output } = await run([process.execPath, "--import", "tsx", "app/cli.ts", "routing", "verify", "--order", order, "--json"], { env });
  const verdict = /^\[.*\]$/m.exec(output)?.[0];
  if (code !== 0 || verdict === undefined) throw new Error(`The checker ended with ${code}: ${output}`);
  return (JSON.parse(verdict) as [Verdict])[0];
};
