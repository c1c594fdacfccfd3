import { copyFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { signalIfThere } from "../process-tree";
import { startHouse, type HouseOptions } from "./house";
import { goLive, startPerson } from "./person";
import { startPlatform } from "./platform";
import { sendSigned } from "./sender";

/** A database file and its write-ahead log, as they stood on the disk in one moment of a busy house. */
export interface Recording {
  base: Buffer;
  log: Buffer;
  merchantId: string;
  masterKeys: string;
  /** Deliveries `prefix0000`, `prefix0001`, … were sent one after the other, each when the one before was acknowledged. */
  prefix: string;
  /** How many of them were acknowledged. */
  numbered: number;
}

const PREFIX = "numbered-";
const TOPIC = "carts/update";
const PATIENCE_MS = 60_000;
const NUMBERED_MIN = 10;
/** The log begins to be recorded when the house is in full work. */
const WARM_UP_MS = 1_500;

/** Records a house under load until its log is that long; the processes are frozen while their files are copied. */
export const recordLog = async (logBytes: number, options: HouseOptions = {}): Promise<Recording> => {
  const house = await startHouse(options);
  const folder = await mkdtemp(join(tmpdir(), "switchyard-recording-"));
  try {
    const store = await goLive(house);
    const platform = startPlatform(house.sandbox, { url: () => house.webhooks, pauseMs: 100 });
    const person = startPerson(house, store);
    await sleep(WARM_UP_MS);
    await emptyLog(house.databaseUrl);
    const numbers = startNumbers(house);
    const until = Date.now() + PATIENCE_MS;
    const isShort = async (): Promise<boolean> => numbers.acknowledged() < NUMBERED_MIN || (await stat(`${house.databaseUrl}-wal`)).size < logBytes;
    while ((await isShort()) && Date.now() < until) await sleep(10);
    await person.stop();
    const frozen = [house.web.pid(), house.worker.pid()].filter((pid) => pid !== null);
    frozen.forEach((pid) => signalIfThere(pid, "SIGSTOP"));
    const numbered = numbers.acknowledged();
    const [base, log] = [join(folder, "base"), join(folder, "log")];
    await copyFile(house.databaseUrl, base);
    await copyFile(`${house.databaseUrl}-wal`, log);
    numbers.stop();
    await Promise.all([house.web.kill(), house.worker.kill(), platform.stop(), numbers.ended]);
    return { base: await readFile(base), log: await readFile(log), merchantId: store.merchantId, masterKeys: house.masterKeys, prefix: PREFIX, numbered };
  } finally {
    await house.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Nothing of what was before is in the log that is recorded. */
const emptyLog = async (path: string): Promise<void> => {
  const client = new Database(path, { timeout: 10_000 });
  try {
    for (;;) {
      const [{ busy }] = client.pragma("wal_checkpoint(TRUNCATE)") as [{ busy: number }];
      if (busy === 0) return;
      await sleep(5);
    }
  } finally {
    client.close();
  }
};

const startNumbers = (house: { webhooks: string; shop: string; apiSecret: string }): { acknowledged(): number; stop(): void; ended: Promise<void> } => {
  let running = true;
  let acknowledged = 0;
  const ended = (async () => {
    while (running) {
      const keys = [PREFIX + String(acknowledged).padStart(6, "0")];
      const answered = await sendSigned({ url: house.webhooks, shop: house.shop, secret: house.apiSecret, connections: 1, keys, body: "{}", topic: TOPIC }).catch(() => []);
      acknowledged += answered.length;
    }
  })();
  return {
    ended,
    acknowledged: () => acknowledged,
    stop() {
      running = false;
    },
  };
};
