import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idOf, type ItemId } from "../app/domain/ids";
import type { Certificate } from "../app/domain/routing/types";
import { startPostgres } from "../tests/postgres";
import { sellStored, type Journey } from "./journey";
import { withDatabase } from "./filled";
import type { BenchOptions } from "./options";
import { profileTable } from "./profile";
import { median, spreadOf, type BenchRow } from "./row";
import { analyze } from "./statements";
import { itemIdAt, type WorkloadShape } from "./workload";

const SIZE = { orders: 2_000, rounds: 3 };
const PAGE = 200;
type Size = typeof SIZE;

interface Kind {
  name: string;
  workers: number;
  newUrl(): Promise<string>;
  settle?(databaseUrl: string): Promise<void>;
}

/**
 * One item in the first line of every order, against lines spread over all items, in turn; and the last units of that item with
 * twice as many orders as there are units. The ledger is proved after each: no unit is sold twice.
 */
export const benchHot = async (options: BenchOptions, size = SIZE): Promise<BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
  const offer = await startPostgres();
  try {
    let files = 0;
    const sqlite: Kind = { name: "SQLite, one worker", workers: 1, newUrl: () => Promise.resolve(join(folder, `${(files += 1)}.db`)) };
    const rows = await measure(sqlite, { options, size });
    if (!offer.ok) return rows;
    const { server } = offer;
    return [...rows, ...(await measure({ name: "PostgreSQL, two workers", workers: 2, newUrl: () => server.createDatabase(), settle: analyze }, { options, size }))];
  } finally {
    if (offer.ok) await offer.server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const measure = async (kind: Kind, { options, size }: { options: BenchOptions; size: Size }): Promise<BenchRow[]> => {
  const sold = async (shape: WorkloadShape): Promise<Journey> => {
    const databaseUrl = await kind.newUrl();
    return withDatabase(databaseUrl, (db) => sellStored(db, { databaseUrl, orders: size.orders, workers: kind.workers, shape, profile: options.profile, settle: settling(kind, databaseUrl) }));
  };
  const rounds: { spread: Journey; hot: Journey }[] = [];
  for (let round = 0; round < size.rounds; round += 1) rounds.push({ spread: await sold({ hot: false }), hot: await sold({ hot: true }) });
  const scarce = await scarceUnits(kind, { options, size });
  const rate = ({ seconds }: Journey): number => size.orders / seconds;
  const ratios = rounds.map(({ spread, hot }) => rate(hot) / rate(spread));
  if (options.profile) for (const report of rounds[0]!.hot.reports) options.show(profileTable(`hot: ${kind.name}`, report.profile));
  return [
    {
      name: `hot, ${kind.name}: one item in every order`, value: median(rounds.map(({ hot }) => rate(hot))), unit: "orders/s", spread: spreadOf(rounds.map(({ hot }) => rate(hot))), ratio: median(ratios),
      against: `spread items, ${Math.round(median(rounds.map(({ spread }) => rate(spread))))}/s`,
    },
    { name: `hot, ${kind.name}: conflicts, decided anew`, value: median(rounds.map(({ hot }) => conflictsOf(hot))), unit: "", against: `spread items, ${median(rounds.map(({ spread }) => conflictsOf(spread)))}` },
    { name: `hot, ${kind.name}: scarce, units planned`, value: scarce.planned, unit: `of ${scarce.units} there are`, target: "never more", met: scarce.planned <= scarce.units },
    { name: `hot, ${kind.name}: scarce, orders that wait`, value: scarce.waiting, unit: "" },
    { name: `hot, ${kind.name}: scarce, conflicts`, value: scarce.conflicts, unit: "" },
  ];
};

const settling = (kind: Kind, databaseUrl: string) => async (): Promise<void> => kind.settle?.(databaseUrl);

const conflictsOf = ({ reports }: Journey): number => reports.reduce((sum, report) => sum + report.conflicts, 0);

interface Scarce {
  /** Of the hot item, in the plans of orders that are routed: what the platform has committed for those that wait is nobody's promise. */
  planned: number;
  units: number;
  waiting: number;
  conflicts: number;
}

/** Item 0 at each of its locations has a quarter of what the orders ask for. */
const scarceUnits = async (kind: Kind, { options, size }: { options: BenchOptions; size: Size }): Promise<Scarce> => {
  const databaseUrl = await kind.newUrl();
  const hotUnits = Math.ceil(size.orders / 4);
  return withDatabase(databaseUrl, async (db) => {
    const journey = await sellStored(db, { databaseUrl, orders: size.orders, workers: kind.workers, shape: { hot: true, hotUnits }, profile: options.profile, settle: settling(kind, databaseUrl) });
    const itemId = idOf<ItemId>(journey.storeId, itemIdAt(0));
    const levels = await db.levels(journey.merchantId, [itemId]);
    const scarce: Scarce = { planned: 0, waiting: 0, units: levels.reduce((sum, level) => sum + level.onHand, 0), conflicts: conflictsOf(journey) };
    for await (const rows of db.eachOrder({ merchantId: journey.merchantId }, PAGE)) {
      scarce.waiting += rows.filter((row) => row.status === "backordered").length;
      for (const { certificate } of await db.latestDecisions(journey.merchantId, rows.map((row) => row.id))) scarce.planned += unitsPlanned(certificate, itemId);
    }
    return scarce;
  });
};

const unitsPlanned = (certificate: Certificate, itemId: ItemId): number => {
  if (certificate.outcome !== "routed") return 0;
  const ofItem = new Set(certificate.problem.lines.filter((line) => line.itemId === itemId).map((line) => line.lineId));
  return certificate.plan.assignments.reduce((sum, { lineId, units }) => sum + (ofItem.has(lineId) ? units : 0), 0);
};
