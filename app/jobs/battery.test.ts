import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REDIS_INSTALL, redisBinary, startRedis, type RunningRedis } from "../../tests/redis";
import { queueBattery } from "./battery";
import { createBullQueue } from "./bullmq";
import { createInlineQueue } from "./inline";

describe("the inline queue", () => queueBattery(createInlineQueue));

const binary = redisBinary();

describe.skipIf(binary === null)(`the queue over Redis${binary ? "" : ` (skipped: ${REDIS_INSTALL})`}`, () => {
  let redis: RunningRedis;
  beforeAll(async () => void (redis = await startRedis(binary!)));
  afterAll(() => redis.stop());

  queueBattery((onTrouble) => createBullQueue({ redisUrl: redis.url, prefix: randomUUID() }, onTrouble));

  test("one wake-up reaches one of several workers", async () => {
    const prefix = randomUUID();
    const queues = [1, 2, 3].map(() => createBullQueue({ redisUrl: redis.url, prefix }, () => undefined));
    let runs = 0;
    for (const queue of queues.slice(1)) await queue.work({ reconcile: () => Promise.resolve(void (runs += 1)) });
    queues[0]!.enqueue("reconcile", "m1");
    while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all(queues.map((queue) => queue.stop()));
    expect(runs).toBe(1);
  });
});

test.runIf(process.env.CI === "true")("the machine of the continuous integration has Redis, so that nothing is skipped there", () => {
  expect(binary, REDIS_INSTALL).not.toBeNull();
});
