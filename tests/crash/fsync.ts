import { accessSync, constants, createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { bundleProcesses, type Bundle } from "./bundle";
import { startHouse } from "./house";
import { sendSigned } from "./sender";
import { checkTrace, readCalls, TRACED_BYTES, TRACED_CALLS, type TraceVerdict } from "./trace";

export const STRACE_INSTALL = "apt-get install strace";

/** Is there a tracer of system calls on this machine? */
export const hasStrace = (): boolean =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, "strace"), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const CONNECTIONS = 32;
/** A topic that is stored like every other and asks for no work. */
const TOPIC = "carts/update";
const KEY = /fsync-\d{6}-proof/g;
const keyOf = (number: number): string => `fsync-${String(number).padStart(6, "0")}-proof`;

/**
 * Sends signed deliveries to a web process that runs under a tracer of system calls, and proves from the trace that none was answered before
 * it was on the disk.
 * @param bundle of a copy of the house; this house's own where it is absent
 */
export const traceDeliveries = async (deliveries: number, bundle?: Bundle): Promise<TraceVerdict & { acknowledged: number }> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-trace-"));
  const file = join(folder, "calls");
  const under = ["strace", "-f", "--seccomp-bpf", "-yy", "-xx", "-s", String(TRACED_BYTES), "-e", `trace=${TRACED_CALLS}`, "-e", "signal=none", "-o", file];
  const own = bundle ?? (await bundleProcesses());
  try {
    const house = await startHouse({ under, bundle: own });
    let acknowledged: string[];
    try {
      const keys = Array.from({ length: deliveries }, (_, number) => keyOf(number));
      acknowledged = await sendSigned({ url: house.webhooks, shop: house.shop, secret: house.apiSecret, connections: CONNECTIONS, keys, body: '{"token":"x"}', topic: TOPIC });
    } finally {
      await house.stop();
    }
    const lines: string[] = [];
    for await (const line of createInterface({ input: createReadStream(file, "latin1"), crlfDelay: Infinity })) lines.push(line);
    return { acknowledged: acknowledged.length, ...checkTrace(readCalls(lines), KEY) };
  } finally {
    if (!bundle) own.remove();
    await rm(folder, { recursive: true, force: true });
  }
};
