import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createStoreAccess } from "../../app/auth/store-access";
import { MASTER_KEYS, storeRow } from "../../app/db/battery-fixtures";
import { openDatabase } from "../../app/db/open-database";
import type { Db, SessionRows } from "../../app/db/port";

/** The token desk as Shopify runs it: refresh tokens rotate, and the one before stays good until the new one is used. */
const openDesk = (grace: boolean) => {
  const good = new Map<string, string | null>([["refresh-0", null]]);
  let made = 0;
  return {
    asked: 0,
    answer(presented: string): Response {
      if (!good.has(presented)) return Response.json({ error: "invalid_grant" }, { status: 400 });
      for (const [token, successor] of good) if (successor === presented) good.delete(token);
      made += 1;
      if (grace) good.set(presented, `refresh-${made}`);
      else good.delete(presented);
      good.set(`refresh-${made}`, null);
      return Response.json({ access_token: `access-${made}`, expires_in: 3_600, refresh_token: `refresh-${made}`, refresh_token_expires_in: 7_776_000 });
    },
  };
};

const store = storeRow({ domain: "acme.myshopify.com" });
const ID = `offline_${store.domain}`;
const START = 1_790_000_000_000;

let db: Db;
let clock: number;

beforeEach(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: MASTER_KEYS });
  clock = START;
});
afterEach(() => db.close());

const visit = (token: string, refreshToken: string, until: number) => db.sessions.put(ID, store.domain, [
  ["id", ID], ["shop", store.domain], ["state", ""], ["isOnline", false], ["scope", "read_orders"], ["accessToken", token], ["expires", until], ["refreshToken", refreshToken],
]);

/** A process: `dieAt` counts its awaits on the outside world; at that one it is gone, and nothing of it goes on. */
const startProcess = (desk: ReturnType<typeof openDesk>, name: string, dieAt = Number.POSITIVE_INFINITY) => {
  let steps = 0;
  let made = 0;
  const alive = async <T>(step: () => Promise<T>): Promise<T> => {
    steps += 1;
    if (steps === dieAt) return new Promise(() => undefined);
    const done = await step();
    steps += 1;
    return steps === dieAt ? new Promise(() => undefined) : done;
  };
  const { sessions } = db;
  const rows: SessionRows = {
    ...sessions, get: (id) => alive(() => sessions.get(id)), beginRefresh: (id, lease) => alive(() => sessions.beginRefresh(id, lease)),
    endRefresh: (session, properties) => alive(() => sessions.endRefresh(session, properties)),
  };
  return createStoreAccess({
    sessions: rows, now: () => clock, newId: () => `${name}-${(made += 1)}`,
    registration: () => Promise.resolve({ id: "app", platform: "shopify", clientId: "client", clientSecret: "hush", previousClientSecret: null }),
    sleep: (ms) => new Promise((resolve) => setImmediate(() => resolve(void (clock += ms)))),
    fetch: ((_url: string, init: RequestInit) => alive(async () => {
      desk.asked += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return desk.answer((JSON.parse(String(init.body)) as { refresh_token: string }).refresh_token);
    })) as typeof fetch,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
};

/** Lets everything that is not dead come to its end. */
const idle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe("one refresh of a token", () => {
  test.each([["about to end", 3 * 60_000], ["dead", -1]])("is made for 20 who ask in 2 processes at once, when the token is %s", async (_state, leftMs) => {
    const desk = openDesk(true);
    await visit("access-0", "refresh-0", START + leftMs);
    const processes = [startProcess(desk, "a"), startProcess(desk, "b")];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => processes[index % 2]!(store)));
    expect(desk.asked).toBe(1);
    expect(answers.every((answer) => answer.ok)).toBe(true);
    if (leftMs < 0) expect(new Set(answers.map((answer) => answer.ok && answer.access.token))).toEqual(new Set(["access-1"]));
    expect(await processes[1]!(store)).toMatchObject({ ok: true, access: { token: "access-1" } });
    expect(desk.asked).toBe(1);
  });

  test.each([["with the grace that is documented", true], ["without any grace", false]])("survives a death at any of its steps, %s, 100 rounds", async (_words, grace) => {
    for (let round = 0; round < 100; round += 1) {
      const desk = openDesk(grace);
      clock = START;
      await visit("access-0", "refresh-0", START - 1);
      void startProcess(desk, `dies-${round}`, 1 + (round % 14))(store);
      await idle();
      const next = startProcess(desk, `next-${round}`);
      // What died keeps its lease until that lapses; nobody waits longer than that.
      const tries = [await next(store), ((clock += 31_000), await next(store))];
      const last = tries.at(-1)!;
      if (grace) expect({ round, last }).toMatchObject({ last: { ok: true } });
      if (last.ok) continue;
      // The last resort: the platform is left in peace, and one visit to the app mends it for good.
      const asked = desk.asked;
      expect(last).toMatchObject({ trouble: { kind: "unauthorized", words: expect.stringMatching(/Open Switchyard in its admin once/) } });
      expect(await next(store)).toMatchObject({ ok: false });
      expect(desk.asked).toBe(asked);
      await visit("access-visit", "refresh-visit", clock + 3_600_000);
      expect(await next(store)).toMatchObject({ ok: true, access: { token: "access-visit" } });
    }
  });

  test("is never tried with two tokens of one life: what a visit brought meanwhile is kept", async () => {
    const desk = openDesk(true);
    await visit("access-0", "refresh-0", START - 1);
    const asking = startProcess({ ...desk, answer: () => (void visit("access-visit", "refresh-visit", START + 3_600_000), desk.answer("refresh-0")) }, "a")(store);
    await asking;
    expect(await startProcess(desk, "b")(store)).toMatchObject({ ok: true, access: { token: "access-visit" } });
  });
});
