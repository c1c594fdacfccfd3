import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commitsBefore, frameStart, imagesOf, readLog } from "./wal";

/** Our own reader of the log against SQLite: without it a test of torn logs would ask SQLite whether SQLite is right. */
let folder: string;
let database: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-wal-"));
  database = new Database(join(folder, "a.db"));
  database.pragma("journal_mode = WAL");
  database.exec("create table words (word text)");
  database.pragma("wal_checkpoint(TRUNCATE)");
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (word: string): void => void database.prepare("insert into words values (?)").run(word.repeat(3_000));
const files = (): { base: Buffer; log: Buffer } => ({ base: readFileSync(join(folder, "a.db")), log: readFileSync(join(folder, "a.db-wal")) });

test("each transaction makes the database that SQLite makes of it", () => {
  for (const word of ["one", "two", "three"]) write(word);
  const { base, log } = files();
  const images = [...imagesOf(base, log)];
  expect(images).toHaveLength(4);
  expect(images[0]).toEqual(base);
  database.pragma("wal_checkpoint(TRUNCATE)");
  expect(images[3]?.equals(readFileSync(join(folder, "a.db")))).toBe(true);
});

test("what an earlier life of the log left behind its end counts for nothing", () => {
  for (const word of ["one", "two", "three"]) write(word);
  const before = readLog(files().log).frames.length;
  database.pragma("wal_checkpoint(PASSIVE)");
  write("four");
  const { log } = files();
  expect(readLog(log).frames.length).toBeLessThan(before);
  expect(frameStart(readLog(log), before)).toBeLessThanOrEqual(log.length);
});

test("a transaction counts from the end of its last frame, and a flipped bit ends the log", () => {
  for (const word of ["one", "two"]) write(word);
  const { log } = files();
  const { frames } = readLog(log);
  const end = frameStart(readLog(log), frames.length);
  expect([end, end - 1].map((offset) => commitsBefore(readLog(log), offset))).toEqual([2, 1]);
  const flipped = Buffer.from(log);
  flipped[end - 1]! ^= 1;
  expect(readLog(flipped).frames).toHaveLength(frames.length - 1);
});
