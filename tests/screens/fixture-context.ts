import { createHash, randomBytes } from "node:crypto";
import { openDatabase } from "../../app/db/open-database";
import type { Db } from "../../app/db/port";
import type { StoreRecord } from "../../app/domain/records";
import type { ActResult, Acts } from "../../app/screens/acts";
import type { ScreenContext } from "../../app/screens/context";
import { fixtureChannel } from "./fixture-channel";
import { apiKeys, deskChange } from "./fixture-desk";
import { driftChange } from "./fixture-drift";
import { replayRuns, saveFixtureReplay } from "./fixture-replay";
import { policyChange } from "./fixture-policy";
import { MERCHANT, NOW, STORE, storeRow } from "./fixture-rows";
import { brokenDelivery, parkedChange, shopChange } from "./fixture-shop";
import { troubleChange } from "./fixture-troubles";

export interface FixtureShop {
  context: ScreenContext;
  db: Db;
  /** What was asked of the acts, in order. */
  asked: { verb: keyof Acts; ask: Record<string, unknown> }[];
  /** What the acts answer; good by default. */
  answer: { result: ActResult };
  close(): Promise<void>;
}

interface FixtureOptions {
  /** No orders, items or locations: as right after the installation. */
  empty?: boolean;
  store?: Partial<StoreRecord>;
  appBridgeUrl?: string;
}

/** The screens' context over a real database in memory with a made-up shop, and acts that only remember what they were asked. */
export async function openFixtureShop({ empty = false, store = {}, appBridgeUrl }: FixtureOptions = {}): Promise<FixtureShop> {
  const db = await openDatabase({ url: ":memory:", masterKeys: `k1:${randomBytes(32).toString("base64")}` });
  await committed(db, [{ merchantId: MERCHANT, guards: [], stores: [storeRow(store)] }]);
  if (!empty) {
    await committed(db, [shopChange, troubleChange]);
    await db.storeDeliveries([brokenDelivery]);
    for (const key of apiKeys) await db.createApiKey(key);
    await committed(db, [parkedChange, deskChange, driftChange, policyChange, { merchantId: MERCHANT, guards: [], runs: replayRuns }]);
    await saveFixtureReplay(db);
  }
  const asked: FixtureShop["asked"] = [];
  const answer: FixtureShop["answer"] = { result: { ok: true } };
  return { context: contextOver({ db, asked, answer, appBridgeUrl: appBridgeUrl ?? null }), db, asked, answer, close: () => db.close() };
}

async function committed(db: Db, sets: Parameters<Db["commit"]>[0]): Promise<void> {
  for (const outcome of await db.commit(sets)) if (outcome.status !== "committed") throw new Error(`The fixture does not fit: ${outcome.guard}`);
}

type Parts = Pick<FixtureShop, "db" | "asked" | "answer"> & { appBridgeUrl: string | null };

function contextOver({ db, asked, answer, appBridgeUrl }: Parts): ScreenContext {
  let ids = 0;
  const unused = (): never => {
    throw new Error("Screens do not use this");
  };
  const storeNow = async () => (await db.store(MERCHANT, STORE)) ?? unused();
  return {
    flow: {
      db, channel: () => fixtureChannel, access: unused, now: () => NOW, newId: () => `id-${String((ids += 1)).padStart(6, "0")}`, random: () => 0.5,
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
      log: { info: () => undefined, warn: () => undefined, error: (event, fields) => void process.stderr.write(`${event} ${JSON.stringify(fields)}\n`) },
    },
    requireStore: async () => ({ store: await storeNow(), actor: "person:1" }),
    surface: { shopify: { apiKey: "key", appBridgeUrl } },
    addDocumentHeaders: (_request, headers) => headers.set("Content-Security-Policy", "frame-ancestors 'self';"),
    acts: rememberingActs({ db, asked, answer }),
  };
}

function rememberingActs({ db, asked, answer }: Pick<FixtureShop, "db" | "asked" | "answer">): Acts {
  const remember = (verb: keyof Acts) => async (ask: object): Promise<ActResult> => {
    asked.push({ verb, ask: { ...ask } });
    return answer.result;
  };
  const known: Partial<Acts> = {
    setStoreStatus: async (ask) => {
      const result = await remember("setStoreStatus")(ask);
      if (result.ok) await committed(db, [{ merchantId: MERCHANT, guards: [], stores: [{ ...ask.store, status: ask.status }] }]);
      return result;
    },
  };
  // Every verb that there is: one that is new needs no line here.
  return new Proxy(known, { get: (target, verb: keyof Acts) => target[verb] ?? remember(verb) }) as Acts;
}
