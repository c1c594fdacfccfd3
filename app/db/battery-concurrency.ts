import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { StoreRecord } from "../domain/records";
import { withDatabase } from "./battery-bed";
import { delivery, entry, intentRow, item, location, MASTER_KEYS, merchant, NOW, orderId, orderRow, setOf, stocked, storeRow, wantedRead, type Bed } from "./battery-fixtures";
import { openDatabase } from "./open-database";
import type { Db } from "./port";

const CLIENT = fileURLToPath(new URL("./battery-client.ts", import.meta.url));
const PROCESSES = ["p", "q", "r"];

export const concurrencyRules = (bed: () => Bed): void => {
  describe("several processes", () => processRules(bed));
  describe("several connections", () => connectionRules(bed));
};

const start = (verb: string, url: string, name: string): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", CLIENT, verb, url, name], { stdio: ["ignore", "pipe", "inherit"] });

const outputOf = async (child: ChildProcess): Promise<string> => {
  let text = "";
  for await (const chunk of child.stdout ?? []) text += String(chunk);
  return text;
};

const inProcesses = async <T>(verb: string, url: string): Promise<T[]> =>
  Promise.all(PROCESSES.map(async (name) => JSON.parse(await outputOf(start(verb, url, name))) as T));

const processRules = (bed: () => Bed): void => {
  test("that start together on an empty database both open it", async () => {
    const url = await bed().newUrl();
    expect(await inProcesses("open", url)).toEqual(PROCESSES.map(() => "opened"));
    const db = await openDatabase({ url, masterKeys: MASTER_KEYS });
    await db.probeWrite(NOW);
    await db.close();
  });

  test("never take more than there is, nor less", () => withDatabase(bed(), async (db, url) => {
    await db.commit([setOf({ items: [], entries: stocked("read", 60) })]);
    const taken = await inProcesses<number>("take", url);
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(60);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ available: 0, committed: 60, onHand: 60, revision: 61 });
  }));

  test("lose no version of an order", () => withDatabase(bed(), async (db, url) => {
    await inProcesses("count", url);
    expect((await db.order(merchant, orderId("1")))?.order.version).toBe(20 * PROCESSES.length);
  }));

  test("lease each row once, and of each lane one row", () => withDatabase(bed(), async (db, url) => {
    const names = Array.from({ length: 12 }, (_, place) => String(place).padStart(2, "0"));
    await db.storeDeliveries(names.map((name) => delivery(`delivery-${name}`)));
    await db.commit([setOf({ stores: [storeRow()], wantedReads: names.map((name) => wantedRead(`read-${name}`)),
      intents: names.map((name, place) => intentRow(`intent-${name}`, { lane: `lane-${place % 4}` })) })]);
    const claimed = (await inProcesses<string[]>("claim", url)).flat().sort();
    const firsts = names.slice(0, 4).map((name) => `intent-${name}`);
    expect(claimed).toEqual([...names.map((name) => `delivery-${name}`), ...firsts, ...names.map((name) => `read-${name}`)]);
  }));

  test("perform each intent once, a lane's in order", () => withDatabase(bed(), async (db, url) => {
    const names = Array.from({ length: 24 }, (_, place) => String(place).padStart(2, "0"));
    await db.commit([setOf({ stores: [storeRow()], intents: names.map((name, place) => intentRow(name, { lane: `lane-${place % 3}` })) })]);
    const performed = await inProcesses<string[]>("perform", url);
    expect(performed.flat().sort()).toEqual(names);
    for (const one of performed) expect(one.filter((id) => Number(id) % 3 === 0)).toEqual(one.filter((id) => Number(id) % 3 === 0).sort());
  }));

  test("killed at any moment, have lost no delivery that they acknowledged", () => withDatabase(bed(), async (db, url) => {
    const child = start("store", url, "p");
    let acknowledged = "";
    for await (const chunk of child.stdout ?? []) {
      acknowledged += String(chunk);
      if (acknowledged.split("\n").length > 40) child.kill("SIGKILL");
    }
    const ids = acknowledged.split("\n").slice(0, -1);
    const bodies = await Promise.all(ids.map((id) => db.deliveryBody(merchant, id)));
    expect(ids.length).toBeGreaterThanOrEqual(40);
    expect(bodies).toEqual(ids.map((id) => delivery(id).body));
  }));
};

const connectionRules = (bed: () => Bed): void => {
  const withConnections = async (act: (connections: Db[], url: string) => Promise<void>) => {
    const url = await bed().emptyUrl();
    const connections = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ url, masterKeys: MASTER_KEYS })));
    try {
      await act(connections, url);
    } finally {
      for (const one of connections) await one.close();
    }
  };

  test("batches that name the same levels in opposite orders all commit", () => withConnections(async (connections) => {
    const places = ["a", "b", "c", "d", "e", "f"];
    const move = (key: string, place: string) => setOf({ entries: [entry(key, "available", 1, { locationId: location(place) })] });
    const outcomes = await Promise.all(connections.flatMap((db, who) => [0, 1, 2, 3, 4, 5].map((turn) => {
      const order = (who + turn) % 2 === 0 ? places : [...places].reverse();
      return db.commit(order.map((place) => move(`${who}:${turn}:${place}`, place)));
    })));
    expect(outcomes.flat().filter((one) => one.status !== "committed")).toEqual([]);
    const levels = await (connections[0] as Db).levels(merchant, [item("shirt")]);
    expect(levels.map((level) => [level.available, level.revision])).toEqual(places.map(() => [24, 24]));
  }));

  test("of many that create the same order, or first touch the same level, one succeeds", () => withConnections(async (connections) => {
    const create = setOf({ guards: [{ kind: "order", orderId: orderId("1"), version: 0 }], orders: [{ order: orderRow("1") }] });
    const created = await Promise.all(connections.map((db) => db.commit([create])));
    expect(created.flat().filter((one) => one.status === "committed")).toHaveLength(1);
    const reading = (who: number) => setOf({ guards: [{ kind: "level", itemId: item("shirt"), locationId: location("east"), revision: 0 }], entries: stocked(`read:${who}`, 5) });
    const read = await Promise.all(connections.map((db, who) => db.commit([reading(who)])));
    expect(read.flat().filter((one) => one.status === "committed")).toHaveLength(1);
    expect((await (connections[0] as Db).levels(merchant, [item("shirt")]))[0]).toMatchObject({ available: 5, revision: 1 });
  }));

  test("what a person makes of a store is not undone by who wrote its row on top of what was before", () => withConnections(async (connections) => {
    const [person, ...workers] = connections as [Db, Db, Db, Db];
    const onTopOf = (status: StoreRecord["status"], changes: Partial<StoreRecord>) =>
      setOf({ guards: [{ kind: "store", storeId: storeRow().id, status }], stores: [storeRow({ status, ...changes })] });
    for (let turn = 0; turn < 20; turn += 1) {
      await person.commit([setOf({ stores: [storeRow({ status: "observe" })] })]);
      const read = workers.map((db, who) => db.commit([onTopOf("observe", { name: `read by ${who}` })]));
      const [[acted]] = await Promise.all([person.commit([onTopOf("observe", { status: "live" })]), ...read]);
      expect(acted?.status).toBe("committed");
      expect((await person.stores(merchant))[0]?.status).toBe("live");
    }
  }));

  test("the same delivery brought to all is stored once", () => withConnections(async (connections) => {
    const answers = await Promise.all(connections.map((db) => db.storeDeliveries([delivery("a"), delivery("b")])));
    expect(answers.map((one) => one[0]).sort()).toEqual(["duplicate", "duplicate", "duplicate", "stored"]);
    expect(answers.map((one) => one[1]).sort()).toEqual(["duplicate", "duplicate", "duplicate", "stored"]);
  }));

  test("opening again changes nothing, and a database of a newer version is refused", async () => {
    const url = await bed().newUrl();
    const db = await openDatabase({ url, masterKeys: MASTER_KEYS });
    await db.commit([setOf({ stores: [storeRow()] })]);
    await db.close();
    const again = await openDatabase({ url, masterKeys: MASTER_KEYS });
    expect(await again.stores(merchant)).toEqual([storeRow()]);
    await again.close();
    const journal = again.kind === "sqlite" ? "__drizzle_migrations" : "drizzle.__drizzle_migrations";
    await bed().run(url, `insert into ${journal} (hash, created_at) values ('later', 9000000000000)`);
    await expect(openDatabase({ url, masterKeys: MASTER_KEYS })).rejects.toThrow("newer version");
  });
};
