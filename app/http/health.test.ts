import { expect, test } from "vitest";
import type { SilenceRecord } from "../domain/resilience/silence";
import { readHealth } from "./health";

const backlog = { inboxWaiting: 3, inboxParked: 1, readsWaiting: 2, readsFailed: 0, outboxWaiting: 1, outboxRefused: 0, oldestDueAt: 4_000 };
const silences = [{ storeId: "a" }, { storeId: "a" }, { storeId: "b" }] as unknown as SilenceRecord[];
const world = {
  db: { probeWrite: () => Promise.resolve(), backlog: () => Promise.resolve(backlog), allSilences: () => Promise.resolve(silences), countOpenDrifts: () => Promise.resolve(4),
    allStores: () => Promise.resolve([{ status: "live", ordersReadUntil: 8_000 }, { status: "observe", ordersReadUntil: null }, { status: "uninstalled", ordersReadUntil: 1 }] as never),
  },
  queue: { trouble: () => Promise.resolve(null as string | null) },
  now: () => 10_000,
};

test("what waits, and for how long", async () => {
  expect(await readHealth(world)).toMatchObject({ status: "ok", database: "ok", queue: "ok", rowsWaiting: 6, oldestWaitMs: 6_000, silentStores: 2, backlog: { inboxParked: 1 }, openDrifts: 4, ordersUnreadMs: 2_000 });
});

test("a database that cannot be written is down", async () => {
  const db = { ...world.db, probeWrite: () => Promise.reject(Object.assign(new Error("readonly"), { code: "SQLITE_READONLY" })) };
  expect(await readHealth({ ...world, db })).toMatchObject({ status: "down", database: "down", rowsWaiting: null, problem: "Error: SQLITE_READONLY" });
});

test("a silent queue is a degradation: rows are found without it", async () => {
  expect(await readHealth({ ...world, queue: { trouble: () => Promise.resolve("Redis does not answer.") } })).toMatchObject({ status: "degraded", queue: "down", rowsWaiting: 6 });
});
