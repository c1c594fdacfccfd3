import { createHash } from "node:crypto";
import { openDatabase } from "../../app/db/open-database";
import type { Db } from "../../app/db/port";
import type { ChangeSet } from "../../app/domain/change-set";
import type { FlowContext } from "../../app/flows/context";
import { createShopifyChannel } from "../../connectors/channels/shopify";
import type { ChannelWorld } from "../../connectors/channels/port";
import { checkCommitted } from "./checks-commits";
import { type Interfered, type Life, type Weather, interfere, mayDie, newLife } from "./interference";

/** What never dies: the database and the clock. Processes come and go above it. */
export interface Ground {
  db: Db;
  clock: { now: number };
  /** The platform as the house reaches it. */
  world: ChannelWorld;
  token: string;
  domain: string;
  seen(step: string): void;
  /** What was committed, in the order in which it was. */
  journal: ChangeSet[];
  /** Promises about the rows themselves that were seen broken. */
  broken: string[];
}

export const openGround = async (options: Omit<Ground, "db" | "journal" | "broken"> & { databaseUrl: string }): Promise<Ground> => {
  const db = await openDatabase({ url: options.databaseUrl, masterKeys: `sim:${Buffer.alloc(32, 3).toString("base64")}` });
  const journal: ChangeSet[] = [];
  const broken: string[] = [];
  const lanes = new Map<string, { id: string; until: number }>();
  const claimIntents: Db["claimIntents"] = async (now, leaseMs, limit) => {
    const rows = await db.claimIntents(now, leaseMs, limit);
    for (const { lane, id, merchantId, storeId, intent } of rows) {
      const store = await db.store(merchantId, storeId);
      if (store?.status !== "live" && intent.kind !== "release-hold") broken.push(`only-live-is-written: ${intent.kind} ${id} was begun while the store was ${store?.status}`);
      const held = lanes.get(lane);
      if (held && held.id !== id && held.until > now) broken.push(`calls-in-order: ${id} was begun while ${held.id} of its lane ${lane} was under way`);
      lanes.set(lane, { id, until: now + leaseMs });
    }
    return rows;
  };
  const commit: Db["commit"] = async (sets) => {
    const results = await noted(db.commit(sets), { sets, journal });
    const settled = new Set(sets.flatMap((set) => set.settledIntents ?? []).map(({ id }) => id));
    for (const [lane, { id }] of lanes) if (settled.has(id)) lanes.delete(lane);
    for (const [place, set] of sets.entries()) if (results[place]?.status === "committed") broken.push(...(await checkCommitted(db, set, options.clock.now)));
    return results;
  };
  return { ...options, journal, broken, db: { ...db, commit, claimIntents } };
};

/** Entries tell when they were decided on; only the journal tells in which order they came. */
const noted = async (committing: ReturnType<Db["commit"]>, { sets, journal }: { sets: readonly ChangeSet[]; journal: ChangeSet[] }): ReturnType<Db["commit"]> => {
  const results = await committing;
  journal.push(...sets.filter((_, index) => results[index]?.status === "committed"));
  return results;
};

/** One process: real flows, real connector, real database, each call of which may be its last. */
export interface Process {
  ctx: FlowContext;
  life: Life;
}

let made = 0;
/** Ids that sort by time and are the same in every run of a seed. */
const idsFor = (clock: { now: number }) => (): string => {
  made += 1;
  return `${clock.now.toString(36).padStart(9, "0")}${made.toString(36).padStart(6, "0")}`;
};
export const resetIds = (): void => {
  made = 0;
};

const DB_WRITES = /^(commit|storeDeliveries|claim|save|postpone|retry|dismiss|erase|create|put|remove|advance|forget|delete)/;
/** Not the way to anywhere: a stream of rows is read within one breath. */
const DB_STAYS = /^(each|close$)/;

export const startProcess = (ground: Ground, weather: Weather): Process => {
  const life = newLife();
  const wire: Interfered = { name: "platform", life, weather, leaves: () => true, writes: () => true };
  const fetch: ChannelWorld["fetch"] = async (url, init) => {
    await mayDie("before platform.fetch", wire);
    const answer = await ground.world.fetch(url, init);
    await mayDie("after platform.fetch", wire);
    return answer;
  };
  const channel = createShopifyChannel({ ...ground.world, fetch });
  const db = interfere<Db>(ground.db, { name: "db", life, weather, leaves: (method) => !DB_STAYS.test(method), writes: (method) => DB_WRITES.test(method) });
  const say = (event: string, fields?: object) => ground.seen(`log ${event} ${JSON.stringify(fields ?? {})}`);
  return {
    life,
    ctx: {
      db, channel: () => channel, access: () => Promise.resolve({ ok: true, access: { domain: ground.domain, token: ground.token } }),
      now: () => ground.clock.now, newId: idsFor(ground.clock), random: () => weather.dice.next(), sha256: (text) => createHash("sha256").update(text).digest("hex"),
      log: { info: () => undefined, warn: say, error: say },
    },
  };
};
