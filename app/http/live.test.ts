import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MerchantId, OrderId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { createChangeFeed } from "./change-feed";
import { createLive } from "./live";

const merchantId = "acme" as MerchantId;
const quiet = () => undefined;

let events: { id: string; orderId: OrderId }[];
let polls: number;
let queries: number;
let stop: AbortController;
let server: Server;
let base: string;
let until: number;

const db = {
  newestEventId: () => Promise.resolve(void (polls += 1)).then(() => events.at(-1)?.id ?? ""),
  eventsAfter: (_merchant: MerchantId, after: string, limit: number) =>
    Promise.resolve(void (queries += 1)).then(() => events.filter((event) => event.id > after).slice(0, limit)),
};
const requireStore = (request: Request) => request.headers.get("authorization") === "Bearer good"
  ? Promise.resolve({ store: { merchantId } as StoreRecord, actor: "person:1", until })
  : Promise.reject(new Response("no", { status: 401, headers: { "x-shopify-retry-invalid-session-request": "1" } }));

beforeEach(async () => {
  events = [{ id: "e1", orderId: "o1" as OrderId }];
  polls = queries = 0;
  until = Date.now() + 60_000;
  stop = new AbortController();
  const feed = createChangeFeed(db, quiet, 5);
  const app = express().get("/live", createLive({ feed, requireStore, surfaces: ["shopify"], now: Date.now, log: { info: quiet, warn: quiet, error: quiet }, signal: stop.signal, heartbeatMs: 10 }));
  server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
});

afterEach(async () => {
  stop.abort();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const open = (query = "", authorization = "Bearer good", signal?: AbortSignal) => fetch(base + query, { headers: { authorization }, signal });

/** Ids of the lines that come until `enough` holds or the stream ends; heartbeats are counted. */
async function idsOf(answer: Response, enough: (ids: string[], heartbeats: number) => boolean): Promise<{ ids: string[]; heartbeats: number; ended: boolean }> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const seen = { ids: [] as string[], heartbeats: 0, ended: false };
  let rest = "";
  while (!enough(seen.ids, seen.heartbeats)) {
    const { done, value } = await reader.read();
    if (done) return { ...seen, ended: true };
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const change = JSON.parse(line) as { id?: string };
      if (change.id === undefined) seen.heartbeats += 1;
      else seen.ids.push(change.id);
    }
  }
  await reader.cancel();
  return seen;
}

const add = (...ids: string[]) => ids.forEach((id) => events.push({ id, orderId: `order of ${id}` as OrderId }));

describe("live changes", () => {
  test("begin behind the last one seen, each once and in order, those that happen meanwhile included", async () => {
    add("e2");
    const answer = await open("?surface=shopify&after=e1");
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    const reading = idsOf(answer, (ids) => ids.includes("e5"));
    setTimeout(() => add("e3", "e4"), 20);
    setTimeout(() => add("e5"), 40);
    expect((await reading).ids).toEqual(["e2", "e3", "e4", "e5"]);
  });

  test("without a place they begin now", async () => {
    const reading = idsOf(await open(), (ids) => ids.length > 0);
    setTimeout(() => add("e2"), 20);
    expect((await reading).ids).toEqual(["e2"]);
  });

  test("more than a page at once all arrive", async () => {
    add(...Array.from({ length: 450 }, (_, index) => `f${String(index).padStart(3, "0")}`));
    expect((await idsOf(await open("?after=e1"), (ids) => ids.includes("f449"))).ids).toHaveLength(450);
  });

  test("many listeners cost one poll and one query a change", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => open("?after=e1")));
    const readings = answers.map((answer) => idsOf(answer, (ids) => ids.length > 0));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [pollsBefore, queriesBefore] = [polls, queries];
    add("e2");
    await Promise.all(readings);
    expect(queries - queriesBefore).toBe(1);
    expect(polls - pollsBefore).toBeLessThan(20);
  });

  test("heartbeats keep a quiet stream open, and while nothing happens nothing is asked but for the newest", async () => {
    const answer = await open("?after=e1");
    expect((await idsOf(answer, (_ids, heartbeats) => heartbeats >= 5)).heartbeats).toBeGreaterThanOrEqual(5);
    expect(polls).toBeGreaterThan(4);
    expect(queries).toBeLessThanOrEqual(2);
  });

  test("the stream ends with the visitor's token, and when the server stops", async () => {
    until = Date.now() + 30;
    expect((await idsOf(await open("?after=e1"), () => false)).ended).toBe(true);
    until = Date.now() + 60_000;
    const reading = idsOf(await open("?after=e1"), () => false);
    stop.abort();
    expect((await reading).ended).toBe(true);
  });

  test("nobody is listened for when all have gone", async () => {
    const gone = new AbortController();
    await open("?after=e1", "Bearer good", gone.signal);
    gone.abort();
    for (let before = -1; before !== polls; await new Promise((resolve) => setTimeout(resolve, 40))) before = polls;
  });

  test("a bad token gets what the platform's library answers, and none gets 401", async () => {
    const bad = await open("", "Bearer bad");
    expect([bad.status, bad.headers.get("x-shopify-retry-invalid-session-request")]).toEqual([401, "1"]);
    expect((await fetch(base)).status).toBe(401);
  });

  test.each([["?surface=mars", "surface"], ["?after=a%20b", "after"], ["?after=1&after=2", "after"]])("%s: 400, and names what is wrong", async (query, parameter) => {
    const answer = await open(query);
    expect([answer.status, (await answer.json()).parameter]).toEqual([400, parameter]);
  });
});
