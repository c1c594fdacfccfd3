import { createHash } from "node:crypto";
import type { Channel } from "../../connectors/channels/port";
import { MASTER_KEYS, NOW, intentRow, setOf, storeRow, wantedRead } from "../../app/db/battery-fixtures";
import { openDatabase } from "../../app/db/open-database";
import type { Db } from "../../app/db/port";
import { type StoreId, toId } from "../../app/domain/ids";
import type { FlowContext } from "../../app/flows/context";

/** Two stores on one database, and a platform that answers one of them, and never the other. */

export const WELL = toId<StoreId>("well");
export const HUNG = toId<StoreId>("hung");
export const HUNG_DOMAIN = "hung.myshopify.com";
export const ROWS_EACH = 40;

/** What of the hung store's platform never answers. */
export type Hang = "reads" | "runs" | "writes" | "tokens" | "nothing";

export interface TwoStores {
  db: Db;
  clock: { now: number };
  /** Calls by store and kind. */
  calls: Map<string, number>;
  /** A process of its own over the same rows. */
  process(): FlowContext;
  /** Rows of a store that are not done. */
  left(storeId: StoreId): Promise<{ intents: number; reads: number }>;
  /** Everything that hangs fails now, as it would when its time-out is over. */
  giveUp(): void;
  close(): Promise<void>;
}

export async function openTwoStores(hang: Hang): Promise<TwoStores> {
  const db = await openDatabase({ url: ":memory:", masterKeys: MASTER_KEYS });
  const clock = { now: NOW };
  const calls = new Map<string, number>();
  const hanging = new Set<() => void>();
  const read = new Map<string, Set<string>>();
  let over = false;
  const stores = [storeRow({ id: HUNG, domain: HUNG_DOMAIN }), storeRow({ id: WELL, domain: "well.myshopify.com" })];
  // The hung store's rows are older: whoever takes rows up in their order meets them first.
  const rows = stores.flatMap(({ id }, age) => Array.from({ length: ROWS_EACH }, (_, index) => ({ id, name: `${id}-${index}`, at: NOW - 1_000 + age * 100 + index })));
  await db.commit([setOf({
    stores,
    intents: rows.map(({ id, name, at }) => intentRow(name, { storeId: id, lane: name, key: name, dueAt: at })),
    wantedReads: [
      ...(hang === "runs" ? [wantedRead("run", { storeId: HUNG, kind: "items", dueAt: NOW - 5_000 })] : []),
      ...rows.map(({ id, name, at }) => wantedRead(name, { storeId: id, kind: "product", dueAt: at })),
    ],
  })]);

  const asked = <T>(kind: Hang, domain: string, answer: T): Promise<T> => {
    calls.set(`${kind} ${domain}`, (calls.get(`${kind} ${domain}`) ?? 0) + 1);
    if (hang !== kind || domain !== HUNG_DOMAIN) return Promise.resolve(answer);
    const silence = new Error("no answer");
    return over ? Promise.reject(silence) : new Promise((_resolve, reject) => hanging.add(() => reject(silence)));
  };
  const channel = {
    platform: "shopify", gaps: [], requiredScopes: [],
    readProducts: async (access: { domain: string }, ids: readonly string[]) => {
      const answer = await asked("reads", access.domain, { ok: true, readAt: clock.now, value: new Map(ids.map((id) => [id, "gone"])) });
      read.set(access.domain, new Set([...(read.get(access.domain) ?? []), ...ids]));
      return answer;
    },
    listItems: (access: { domain: string }) => asked("runs", access.domain, { ok: true, readAt: clock.now, value: { items: [], next: null } }),
    perform: (access: { domain: string }) => asked("writes", access.domain, { status: "done", platformId: null }),
  } as unknown as Channel;
  let made = 0;
  return {
    db, clock, calls,
    process: () => ({
      db, channel: () => channel, now: () => clock.now, newId: () => `id-${String((made += 1)).padStart(9, "0")}`, random: () => 0.5,
      access: (store) => asked("tokens", store.domain, { ok: true as const, access: { domain: store.domain, token: "t" } }),
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    }),
    async left(storeId) {
      const intents = await db.heldIntents(storeRow().merchantId, storeId, 1_000);
      const domain = stores.find((one) => one.id === storeId)?.domain ?? "";
      return { intents, reads: ROWS_EACH - (read.get(domain)?.size ?? 0) };
    },
    giveUp() {
      over = true;
      hanging.forEach((fail) => fail());
    },
    close: () => db.close(),
  };
}
