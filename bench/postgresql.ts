import { openDatabase } from "../app/db/open-database";
import { startPostgres } from "../tests/postgres";
import { sellOverHttp } from "./journey";
import type { BenchOptions } from "./options";
import { profileTable } from "./profile";
import type { BenchRow } from "./row";
import { MASTER_KEYS } from "./stage";
import { analyze, countStatements, statementTable, type Counted } from "./statements";

const SIZE = { orders: 9_000, workers: 2 };
const TARGET_PER_SECOND = 1_500;

type Sold = Awaited<ReturnType<typeof sellOverHttp>>;

/**
 * The whole journey on PostgreSQL as it is deployed: a web process that takes the orders' messages over HTTP while two worker
 * processes drain them to the outbox, on a cluster of its own with fsync. The platform answers from memory.
 */
export const benchPostgresql = async (options: BenchOptions, size = SIZE): Promise<BenchRow[]> => {
  const offer = await startPostgres(process.env, { shared_preload_libraries: "pg_stat_statements" });
  if (!offer.ok) throw new Error(offer.reason);
  try {
    const { sold, counted } = await sellCounted(await offer.server.createDatabase(), { ...size, profile: options.profile });
    if (options.profile) {
      options.show(statementTable(counted, size.orders));
      for (const [index, report] of sold.reports.entries()) options.show(profileTable(`postgresql: worker ${index + 1}`, report.profile));
    }
    return rowsOf(sold, { ...size, counted });
  } finally {
    await offer.server.stop();
  }
};

const sellCounted = async (databaseUrl: string, size: { orders: number; workers: number; profile: boolean }): Promise<{ sold: Sold; counted: Counted }> => {
  const db = await openDatabase({ url: databaseUrl, masterKeys: MASTER_KEYS });
  try {
    let count = (): Promise<Counted> => Promise.reject(new Error("nothing was counted"));
    const settle = async (): Promise<void> => {
      await analyze(databaseUrl);
      count = await countStatements(databaseUrl);
    };
    const drained = async (): Promise<void> => {
      const counted = await count();
      count = () => Promise.resolve(counted);
    };
    const sold = await sellOverHttp(db, { databaseUrl, ...size, settle, drained });
    return { sold, counted: await count() };
  } finally {
    await db.close();
  }
};

const rowsOf = (sold: Sold, { orders, workers, counted }: { orders: number; workers: number; counted: Counted }): BenchRow[] => {
  const perSecond = orders / sold.seconds;
  const sum = (pick: (report: Sold["reports"][number]) => number): number => sold.reports.reduce((total, report) => total + pick(report), 0);
  const spent: [who: string, ms: number][] = [
    ["the workers", sum((report) => report.cpuMs)], ["the server's processes", counted.processorMs], ["the web process", sold.webMs], ["the sender, which is not ours", sold.senderMs],
  ];
  return [
    {
      name: `postgresql: whole journey to the outbox, web and ${workers} workers`, value: perSecond, unit: "orders/s", ratio: perSecond / TARGET_PER_SECOND, against: "the target",
      target: `≥ ${TARGET_PER_SECOND.toLocaleString("en-US")}/s`, met: perSecond >= TARGET_PER_SECOND,
    },
    { name: "postgresql: acknowledged meanwhile by the web process", value: orders / sold.acknowledgedSeconds, unit: "/s" },
    ...spent.filter(([, ms]) => !Number.isNaN(ms)).map(([who, ms]) => ({ name: `postgresql: processor time of ${who}`, value: ms / orders, unit: "ms an order" })),
    { name: "postgresql: transactions", value: counted.transactions / orders, unit: "an order" },
    { name: "postgresql: conflicts, decided anew", value: sum((report) => report.conflicts), unit: `of ${sum((report) => report.sets).toLocaleString("en-US")} change sets` },
  ];
};
