import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDatabase } from "../app/db/open-database";
import type { Db } from "../app/db/port";
import type { MerchantId } from "../app/domain/ids";
import { merchantIdOf } from "../app/flows/connect-store";
import { fillDatabase } from "./fill";
import type { BenchOptions } from "./options";
import { MASTER_KEYS } from "./stage";
import { BENCH_DOMAIN } from "./workload";

/** A file with so many stored orders. */
export interface Filled {
  path: string;
  merchantId: MerchantId;
  /** How long the filling took; null for a file that was there. */
  fillSeconds: number | null;
}

let folder: string | null = null;
const made = new Map<number, Filled>();

/** Of one run all benchmarks share the file. `options.filled` names one that outlives the run. */
export const filledFile = async (orders: number, options: BenchOptions, block: number): Promise<Filled> => {
  const known = made.get(orders);
  if (known) return known;
  const path = options.filled === undefined ? join(ownFolder(), `${orders}.db`) : `${options.filled}-${orders}.db`;
  const filled: Filled = { path, merchantId: merchantIdOf(BENCH_DOMAIN), fillSeconds: null };
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const began = performance.now();
    await fillDatabase(path, orders, block);
    filled.fillSeconds = (performance.now() - began) / 1_000;
  }
  made.set(orders, filled);
  return filled;
};

const ownFolder = (): string => {
  if (folder !== null) return folder;
  const own = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
  process.once("exit", () => rmSync(own, { recursive: true, force: true }));
  return (folder = own);
};

/** Opens a database for as long as `act` takes. */
export const withDatabase = async <Result>(url: string, act: (db: Db) => Promise<Result>): Promise<Result> => {
  const db = await openDatabase({ url, masterKeys: MASTER_KEYS });
  try {
    return await act(db);
  } finally {
    await db.close();
  }
};
