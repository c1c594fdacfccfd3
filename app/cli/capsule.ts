import { readFileSync } from "node:fs";
import { z } from "zod";
import { CAPSULE_FORMAT, type Capsule, checkCapsule, makeCapsule } from "../flows/capsule";
import { canonicalJson } from "./canonical-json";
import { BadArgument, type CliWorld, type ExitCode } from "./command";
import { orderNamed } from "./order-named";

const File = z.object({ format: z.literal(CAPSULE_FORMAT), decisions: z.array(z.looseObject({ id: z.string(), inputsHash: z.string(), certificate: z.looseObject({ problem: z.looseObject({}) }) })) });

/** Prints one order with all that decided its fate as JSON, without a word of its customer. */
export async function printCapsule(world: CliWorld, order: string, options: { merchant?: string }): Promise<ExitCode> {
  const { order: { merchantId, id } } = await orderNamed(world, order, options.merchant);
  world.print(JSON.stringify(await makeCapsule(world.flow, { merchantId, orderId: id }), null, 2));
  return 0;
}

/** Makes every decision of a capsule again; 1 when one is another, 2 when the file is no capsule. */
export async function checkCapsuleFile({ flow, print }: CliWorld, path: string): Promise<ExitCode> {
  const { decisions, faults } = checkCapsule(readCapsule(path), { sha256: flow.sha256, canonical: canonicalJson });
  for (const fault of faults) print(fault);
  if (faults.length === 0) print(`${decisions === 1 ? "1 decision was" : `${decisions} decisions were`} made again: the same, byte for byte.`);
  return faults.length === 0 ? 0 : 1;
}

function readCapsule(path: string): Pick<Capsule, "decisions"> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new BadArgument(`The file ${path} cannot be read.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadArgument(`The file ${path} is not JSON.`);
  }
  const parsed = File.safeParse(value);
  if (!parsed.success) throw new BadArgument(`The file ${path} is no capsule of this version: ${parsed.error.issues[0]?.path.join(".") ?? ""} ${parsed.error.issues[0]?.message ?? ""}`);
  return parsed.data as unknown as Pick<Capsule, "decisions">;
}
