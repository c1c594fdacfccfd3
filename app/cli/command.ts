import type { Db } from "../db/port";
import { type MerchantId, toId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "../flows/context";

/** What a verb may use. Results go to `print`, which alone writes to standard output. */
export interface CliWorld {
  flow: FlowContext;
  wait(ms: number): Promise<void>;
  print(line: string): void;
}

/** 0: done, and what was checked holds. 1: it does not hold. 2: the arguments name nothing that exists. */
export type ExitCode = 0 | 1 | 2;

/** Arguments that a person must change. The message says what is allowed. */
export class BadArgument extends Error {}

/** The merchants that are connected, by name. */
export async function merchantsOf(db: Db): Promise<MerchantId[]> {
  return [...new Set((await db.allStores()).map((store) => store.merchantId))].sort();
}

/** The named merchant, or all of them. */
export async function merchantsNamed(db: Db, name: string | undefined): Promise<MerchantId[]> {
  const known = await merchantsOf(db);
  if (name === undefined) return known;
  if (!known.includes(toId<MerchantId>(name))) throw new BadArgument(`There is no merchant ${name}. ${known.length > 0 ? `Known: ${known.join(", ")}.` : "None is connected yet: open Switchyard in a store's admin first."}`);
  return [toId<MerchantId>(name)];
}

export async function storeNamed(db: Db, domain: string): Promise<StoreRecord> {
  const stores = await db.allStores();
  const store = stores.find((one) => one.domain === domain.toLowerCase());
  if (!store) throw new BadArgument(`There is no store ${domain}. ${stores.length > 0 ? `Connected: ${stores.map((one) => one.domain).join(", ")}.` : "None is connected yet."}`);
  return store;
}
