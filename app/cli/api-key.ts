import { createApiKey } from "../auth/api-keys";
import type { ApiKeyRecord } from "../db/port";
import type { MerchantId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { createKey as createKeyFlow, revokeKey as revokeKeyFlow } from "../flows/api-key-acts";
import { BadArgument, type CliWorld, type ExitCode, merchantsNamed } from "./command";

const ACTOR = "switchyard";

/** Prints the key and nothing else: it is not stored, and this is the only time that it is seen. */
export async function createKey({ flow, print }: CliWorld, options: { merchant: string; name: string; write?: boolean }): Promise<ExitCode> {
  const store = await firstStore(flow.db, options.merchant);
  const made = await createKeyFlow(flow, { store, actor: ACTOR, name: options.name, mayWrite: options.write ?? false, mint: createApiKey });
  if (!made.ok) throw new BadArgument(`--name: ${made.problem}`);
  print(made.key);
  return 0;
}

/** One line a key: id, name, its last characters, what it may, whether it works. */
export async function listKeys({ flow, print }: CliWorld, options: { merchant?: string; json?: boolean }): Promise<ExitCode> {
  const keys = (await Promise.all((await merchantsNamed(flow.db, options.merchant)).map((merchantId) => flow.db.apiKeys(merchantId)))).flat();
  if (options.json) print(JSON.stringify(keys.map(({ keyHash: _keyHash, ...key }) => key)));
  else for (const key of keys) print([key.id, key.merchantId, key.name, `…${key.ending}`, key.mayWrite ? "writes" : "reads", key.revokedAt === null ? "works" : `revoked ${new Date(key.revokedAt).toISOString()}`].join("\t"));
  return 0;
}

export async function revokeKey({ flow, print }: CliWorld, id: string, options: { merchant?: string; reason: string }): Promise<ExitCode> {
  const [key] = (await Promise.all((await merchantsNamed(flow.db, options.merchant)).map((merchantId) => flow.db.apiKeys(merchantId)))).flat().filter((one: ApiKeyRecord) => one.id === id);
  if (!key) throw new BadArgument(`There is no key ${id}. \`switchyard api-key list\` shows them.`);
  const result = await revokeKeyFlow(flow, { store: await firstStore(flow.db, key.merchantId), actor: ACTOR, keyId: id, reason: options.reason });
  if (!result.ok) throw new BadArgument(`--reason: ${result.problem}`);
  print(`${key.name} (…${key.ending}) is revoked.`);
  return 0;
}

async function firstStore(db: CliWorld["flow"]["db"], merchant: string): Promise<StoreRecord> {
  const [merchantId] = await merchantsNamed(db, merchant);
  const [store] = await db.stores(merchantId as MerchantId);
  if (!store) throw new BadArgument(`There is no store of ${merchant}.`);
  return store;
}
