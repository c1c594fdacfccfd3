import { createApiKey } from "../auth/api-keys";
import { BadArgument, type CliWorld, type ExitCode, merchantsNamed } from "./command";

const NAME_LENGTH_MAX = 100;

/** Prints the key and nothing else: it is not stored, and this is the only time that it is seen. */
export async function createKey({ flow, print }: CliWorld, options: { merchant: string; name: string }): Promise<ExitCode> {
  const name = options.name.trim();
  if (name === "" || name.length > NAME_LENGTH_MAX) throw new BadArgument(`--name must have 1 to ${NAME_LENGTH_MAX} characters: say what the key is for.`);
  const [merchantId] = await merchantsNamed(flow.db, options.merchant);
  print(await createApiKey(flow.db, { merchantId: merchantId!, name, id: flow.newId(), now: flow.now(), mayWrite: false, createdBy: "switchyard" }));
  return 0;
}
