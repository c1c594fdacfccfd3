import { expect, test } from "vitest";
import type { Queue, QueueTrouble, WakeHandlers } from "./queue";

/** What every queue must do. `open` gives a queue of its own for each rule. */
export function queueBattery(open: (onTrouble: QueueTrouble) => Queue): void {
  const withQueue = async (use: (queue: Queue, troubles: unknown[]) => Promise<void>): Promise<void> => {
    const troubles: unknown[] = [];
    const queue = open((trouble) => void troubles.push(trouble));
    try {
      await use(queue, troubles);
    } finally {
      await queue.stop();
    }
  };

  test("delivers each name and key to its handler", () => withQueue(async (queue) => {
    const seen = new Set<string>();
    await queue.work(recording(seen));
    queue.enqueue("apply-deliveries", "m1");
    queue.enqueue("apply-deliveries", "m2");
    queue.enqueue("perform-reads", "m1");
    await until(() => seen.size === 3);
    expect([...seen].sort()).toEqual(["apply-deliveries m1", "apply-deliveries m2", "perform-reads m1"]);
  }));

  test("delivers what was asked for before work began", () => withQueue(async (queue) => {
    const seen = new Set<string>();
    queue.enqueue("reconcile", "m1");
    await queue.work(recording(seen));
    await until(() => seen.size === 1);
  }));

  test("coalesces what waits, and runs once more when asked while running", () => withQueue(async (queue) => {
    let runs = 0;
    const gate = gateway();
    await queue.work({ "apply-deliveries": async () => { runs += 1; if (runs === 1) await gate.opened; } });
    queue.enqueue("apply-deliveries", "m1");
    await until(() => runs === 1);
    for (let asked = 0; asked < 50; asked += 1) queue.enqueue("apply-deliveries", "m1");
    await pause(100);
    expect(runs).toBe(1);
    gate.open();
    await until(() => runs === 2);
    await pause(100);
    expect(runs).toBe(2);
  }));

  test("survives a handler that throws, and reports it", () => withQueue(async (queue, troubles) => {
    let runs = 0;
    await queue.work({ "perform-intents": () => { runs += 1; return runs === 1 ? Promise.reject(new Error("planned")) : Promise.resolve(); } });
    queue.enqueue("perform-intents", "m1");
    await until(() => troubles.length === 1);
    queue.enqueue("perform-intents", "m1");
    await until(() => runs === 2);
    expect(troubles).toHaveLength(1);
  }));

  test("stops after the running handler, and takes no more", async () => {
    const queue = open(() => undefined);
    const gate = gateway();
    let finished = false;
    let started = false;
    await queue.work({ reconcile: async () => { started = true; await gate.opened; finished = true; } });
    queue.enqueue("reconcile", "m1");
    await until(() => started);
    const stopped = queue.stop();
    queue.enqueue("reconcile", "m2");
    gate.open();
    await stopped;
    expect(finished).toBe(true);
  });

  test("says that it answers", () => withQueue(async (queue) => {
    expect(await queue.trouble()).toBeNull();
  }));
}

const recording = (seen: Set<string>): WakeHandlers => ({
  "apply-deliveries": (key) => Promise.resolve(void seen.add(`apply-deliveries ${key}`)),
  "perform-reads": (key) => Promise.resolve(void seen.add(`perform-reads ${key}`)),
  reconcile: (key) => Promise.resolve(void seen.add(`reconcile ${key}`)),
});

function gateway(): { open(): void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => void (open = resolve));
  return { open: () => open(), opened };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(5);
}
