import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openDatabase } from "../../app/db/open-database";
import type { MerchantId } from "../../app/domain/ids";
import { createDice } from "../simulation/random";
import type { Recording } from "./recording";
import { rowsOf } from "./rows";
import { commitsBefore, frameStart, imagesOf, readLog } from "./wal";

export interface TornPlan {
  /** Cuts at places that chance chooses, beside those at every end of a frame, one byte before and one behind. */
  cuts: number;
  /** Bytes that are flipped, one at a time. */
  flips: number;
  seed: number;
}

export interface TornResult {
  frames: number;
  commits: number;
  /** Logs that were opened. */
  opened: number;
  /** Different databases that were found in them, each proved. */
  states: number;
  violations: string[];
}

interface Damage {
  what: string;
  log: Buffer;
  /** From here on nothing is as it was written. */
  intactBefore: number;
}

/**
 * Damages the tail of a recorded log in many ways and opens the database with each. What is found must be, byte for byte, the database after the last
 * transaction that is whole, as a reader of our own makes it; and each such database must be sound, its ledger too, and hold a beginning of
 * what was acknowledged.
 */
export const openTorn = async (recording: Recording, plan: TornPlan): Promise<TornResult> => {
  const log = readLog(recording.log);
  const folder = await mkdtemp(join(tmpdir(), "switchyard-torn-"));
  const violations: string[] = [];
  const expected: string[] = [];
  let opened = 0;
  try {
    let found = 0;
    for (const image of imagesOf(recording.base, recording.log)) {
      expected.push(digestOf(image));
      const { words, deliveries } = await proveState(recording, join(folder, "state.db"), image);
      violations.push(...words.map((word) => `after commit ${expected.length - 1}: ${word}`));
      if (deliveries < found) violations.push(`after commit ${expected.length - 1}: ${deliveries} of ${found} numbered deliveries are left`);
      found = deliveries;
    }
    if (found < recording.numbered) violations.push(`acknowledged-is-durable: ${found} of ${recording.numbered} are in the whole log`);
    for (const damage of damages(recording.log, plan)) {
      opened += 1;
      const commits = commitsBefore(log, damage.intactBefore);
      const problem = await openDamaged(join(folder, "torn.db"), { base: recording.base, damage, digest: expected[commits] as string });
      if (problem !== null) violations.push(`${damage.what}: ${problem}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { frames: log.frames.length, commits: expected.length - 1, opened, states: new Set(expected).size, violations };
};

const digestOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

function* damages(whole: Buffer, { cuts, flips, seed }: TornPlan): Generator<Damage> {
  const dice = createDice(seed);
  const log = readLog(whole);
  const end = frameStart(log, log.frames.length);
  const cutAt = (offset: number): Damage => ({ what: `cut at ${offset}`, log: whole.subarray(0, offset), intactBefore: offset });
  for (let frame = 0; frame <= log.frames.length; frame += 1) {
    const start = frameStart(log, frame);
    yield cutAt(start - 1);
    yield cutAt(start);
    if (start < end) yield cutAt(start + 1);
  }
  for (let cut = 0; cut < cuts; cut += 1) yield cutAt(dice.between(0, end));
  for (let flip = 0; flip < flips; flip += 1) {
    const offset = dice.between(0, end - 1);
    const flipped = Buffer.from(whole.subarray(0, end));
    flipped[offset] = (flipped[offset] as number) ^ (1 << dice.between(0, 7));
    // A frame is as good as its checksum: the flip breaks it whole, and a flip in the log's header the whole log.
    yield { what: `flip at ${offset}`, log: flipped, intactBefore: offset };
  }
}

/** Opens it and lets go of it, which writes the log into the database; null when the database is then what it should be. */
const openDamaged = async (path: string, { base, damage, digest }: { base: Buffer; damage: Damage; digest: string }): Promise<string | null> => {
  for (const end of ["-wal", "-shm"]) await rm(path + end, { force: true });
  await writeFile(path, base);
  await writeFile(`${path}-wal`, damage.log);
  try {
    const database = new Database(path);
    database.pragma("synchronous = OFF");
    database.prepare("select count(*) from sqlite_master").get();
    database.close();
  } catch (error) {
    return `it does not open: ${(error as Error).message}`;
  }
  return digestOf(await readFile(path)) === digest ? null : "what is found is not the database after the last whole transaction";
};

/** Opens a state as the house does, and proves it. */
const proveState = async (recording: Recording, path: string, image: Buffer): Promise<{ words: string[]; deliveries: number }> => {
  for (const end of ["-wal", "-shm"]) await rm(path + end, { force: true });
  await writeFile(path, image);
  const words: string[] = [];
  const db = await openDatabase({ url: path, masterKeys: recording.masterKeys });
  try {
    for (const fault of await db.ledgerFaults(recording.merchantId as MerchantId, 3)) words.push(`ledger-${fault.rule}: ${fault.detail}`);
  } finally {
    await db.close();
  }
  const [sound] = await rowsOf<{ integrity_check: string }>(path, "pragma integrity_check");
  if (sound?.integrity_check !== "ok") words.push(`integrity: ${sound?.integrity_check}`);
  words.push(...(await halves(path)));
  const numbers = (await rowsOf<{ key: string }>(path, `select delivery_key as key from inbox where delivery_key like '${recording.prefix}%' order by delivery_key`))
    .map(({ key }) => Number(key.slice(recording.prefix.length)));
  if (numbers.some((number, place) => number !== place)) words.push(`there is a gap among ${numbers.length} numbered deliveries`);
  return { words, deliveries: numbers.length };
};

/** What one change set writes into several tables is in all of them or in none. */
const HALVES = {
  "a delivery without its body": "select id from inbox where id not in (select id from inbox_bodies)",
  "an intent that is done, and no outcome of it": "select id from outbox o where status = 'done' and not exists (select 1 from inbox i where i.delivery_key = 'outcome:' || o.id || ':' || o.attempts)",
  "a parcel's lines without an order": "select id from shipments s where not exists (select 1 from orders o where o.merchant_id = s.merchant_id and o.id = s.order_id)",
  "an order without lines": "select id from orders o where not exists (select 1 from order_lines l where l.merchant_id = o.merchant_id and l.order_id = o.id)",
};

const halves = async (path: string): Promise<string[]> => {
  const words: string[] = [];
  for (const [what, sql] of Object.entries(HALVES)) {
    const [row] = await rowsOf<{ id: string }>(path, `${sql} limit 1`);
    if (row) words.push(`half a change set: ${what} (${row.id})`);
  }
  return words;
};
