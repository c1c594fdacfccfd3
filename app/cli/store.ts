import type { StoreRecord } from "../domain/records";
import { setStoreStatus } from "../flows/store-status";
import { BadArgument, type CliWorld, type ExitCode, storeNamed } from "./command";

export const SETTABLE = ["live", "observe", "paused"] as const;

const IMPORT_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 250;

/** One line a store: domain, status, merchant, name, apart by tabs. */
export async function listStores({ flow, print }: CliWorld): Promise<ExitCode> {
  for (const store of await flow.db.allStores()) print([store.domain, store.status, store.merchantId, store.name].join("\t"));
  return 0;
}

export async function setStatus(world: CliWorld, domain: string, wanted: string): Promise<ExitCode> {
  const { flow, print } = world;
  const status = SETTABLE.find((one) => one === wanted);
  if (!status) throw new BadArgument(`A store can be set to ${SETTABLE.join(", ")}, not to ${wanted}.`);
  const store = await storeNamed(flow.db, domain);
  if (status === "live") await waitForLocations(world, store);
  const result = await setStoreStatus(flow, { store, status });
  print(result.ok ? `${store.domain} is ${status}.` : result.problem);
  return result.ok ? 0 : 1;
}

/** A store that was connected a moment ago is still being read by the worker; without locations it cannot go live. */
async function waitForLocations({ flow, wait }: CliWorld, store: StoreRecord): Promise<void> {
  for (let waited = 0; waited < IMPORT_WITHIN_MS; waited += ASK_AGAIN_MS) {
    if ((await flow.db.locations(store.merchantId)).length > 0) return;
    await wait(ASK_AGAIN_MS);
  }
}
