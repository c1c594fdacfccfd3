import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { MERCHANT, NOW } from "../../../tests/screens/fixture-rows";
import { createPolicyActs } from "../../acts-policy.server";
import { createApiKey } from "../../auth/api-keys";
import { DEFAULT_MERCHANT_POLICY as DEFAULT } from "../../domain/policy/defaults";
import type { MerchantPolicy } from "../../domain/policy/types";
import { PolicyBody } from "./policy-shape";
import { API_PATH, createApi } from "./router";
import { PolicyDraftWhole, Problem } from "./shapes";

const quiet = (): void => undefined;

let shop: FixtureShop;
let server: Server;
let base: string;
let key: string;
let sent: number;

beforeEach(async () => {
  shop = await openFixtureShop({ empty: true });
  await shop.db.commit([{ merchantId: MERCHANT, guards: [], policies: [{ merchantId: MERCHANT, version: 1, name: "Default", policy: DEFAULT, publishedAt: NOW, actor: "switchyard", note: null, basedOn: null }] }]);
  key = await createApiKey(shop.db, { merchantId: MERCHANT, name: "Rates", id: "w", now: 1, mayWrite: true, createdBy: "person:1" });
  const { flow } = shop.context;
  const acts = { ...shop.context.acts, ...createPolicyActs(flow, (result) => result) };
  server = createServer(express().use(API_PATH, createApi({ db: shop.db, log: { info: quiet, warn: quiet, error: quiet }, flow, acts, stock: {} as never })));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${API_PATH}/policy`;
  sent = 0;
});

afterEach(async () => {
  await new Promise((closed) => server.close(closed));
  await shop.close();
});

const get = (path: string): Promise<Response> => fetch(base + path, { headers: { authorization: `Bearer ${key}` } });
const write = (method: "POST" | "PUT", path: string, body: unknown, once = `once ${(sent += 1)}`.replace(" ", "-")): Promise<Response> =>
  fetch(base + path, { method, body: JSON.stringify(body), headers: { authorization: `Bearer ${key}`, "idempotency-key": once, "content-type": "application/json" } });
const problemOf = async (response: Response) => Problem.parse(await response.json());
const begin = async (): Promise<string> => PolicyDraftWhole.parse(await (await write("POST", "/drafts", { name: "Spring" })).json()).id;
const parcel = (minor: number): MerchantPolicy => ({ ...DEFAULT, tariff: { ...DEFAULT.tariff, handlingPerParcelMinor: minor } });

describe("the policy by program", () => {
  test("is read, changed in a draft, published and rolled back, each step under the key's name", async () => {
    const read = (await (await get("")).json()) as { policy: MerchantPolicy };
    expect(PolicyBody.parse(read.policy)).toEqual(DEFAULT);
    const id = await begin();
    const put = await write("PUT", `/drafts/${id}`, { version: 1, policy: { ...read.policy, tariff: parcel(123).tariff } });
    expect([put.status, await put.json()]).toMatchObject([200, { id, name: "Spring", version: 2, basedOn: 1, savedBy: "api-key:w", policy: parcel(123) }]);
    expect(await (await get("/drafts")).json()).toMatchObject({ data: [{ id, name: "Spring", version: 2 }], nextCursor: null });
    expect((await shop.db.latestPolicy(MERCHANT))?.version).toBe(1);

    const published = await write("POST", `/drafts/${id}/publish`, { version: 2, onto: 1, note: "The carrier's new prices" });
    expect([published.status, await published.json()]).toMatchObject([200, { version: 2, name: "Spring", publishedBy: "api-key:w", note: "The carrier's new prices", basedOn: null }]);
    expect(await (await get("")).json()).toMatchObject({ version: 2, policy: parcel(123) });
    expect((await get(`/drafts/${id}`)).status).toBe(404);

    const back = await write("POST", "/versions/1/roll-back", { onto: 2, note: "Too dear" });
    expect([back.status, await back.json()]).toMatchObject([200, { version: 3, basedOn: 1 }]);
    expect(await (await get("")).json()).toMatchObject({ version: 3, policy: DEFAULT });
  });

  test("a repeated request has one effect", async () => {
    const answers = [await write("POST", "/drafts", { name: "Spring" }, "same"), await write("POST", "/drafts", { name: "Spring" }, "same")];
    expect(await answers[1]!.json()).toEqual(await answers[0]!.json());
    expect(await shop.db.policyDrafts(MERCHANT)).toHaveLength(1);
  });

  test("a draft is saved on top of the version that was seen, and discarded likewise", async () => {
    const id = await begin();
    expect((await write("PUT", `/drafts/${id}`, { version: 1, name: "Summer" })).status).toBe(200);
    const late = await write("PUT", `/drafts/${id}`, { version: 1, policy: parcel(9) });
    expect([late.status, (await problemOf(late)).detail]).toEqual([422, expect.stringContaining("A program with an API key has saved this draft meanwhile")]);
    expect((await write("POST", `/drafts/${id}/discard`, { version: 1 })).status).toBe(422);
    expect(await shop.db.policyDraft(MERCHANT, id)).toMatchObject({ name: "Summer", version: 2, policy: DEFAULT });
    expect(await (await write("POST", `/drafts/${id}/discard`, { version: 2 })).json()).toEqual({ discarded: id });
    expect((await write("PUT", `/drafts/${id}`, { version: 2, name: "Autumn" })).status).toBe(404);
  });

  test("what is wrong is told field by field, and nothing of it is saved", async () => {
    const id = await begin();
    const misspelt = await problemOf(await write("PUT", `/drafts/${id}`, { version: 1, policy: { ...DEFAULT, tariff: { ...DEFAULT.tariff, splitPenaltyMinor: 1.5 }, extra: 1 } }));
    expect(misspelt.errors?.map(({ field }) => field)).toEqual(expect.arrayContaining(["policy.tariff.splitPenaltyMinor", "policy.extra"]));
    const rules = [{ id: "r", name: " ", on: true, when: { postalPrefixes: ["941"] }, then: { kind: "only-from", locationIds: [] } }];
    const faulty = await problemOf(await write("PUT", `/drafts/${id}`, { version: 1, policy: { ...DEFAULT, rules } }));
    expect(faulty.errors?.map(({ field }) => field)).toEqual(["policy.rules.0.name", "policy.rules.0.when.postalPrefixes", "policy.rules.0.then.locationIds"]);
    expect(await shop.db.policyDraft(MERCHANT, id)).toMatchObject({ version: 1, policy: DEFAULT });
  });

  test("is published only onto the version that was compared, with a reason, and never for a store that is not there", async () => {
    const id = await begin();
    await write("PUT", `/drafts/${id}`, { version: 1, policy: parcel(5) });
    const publish = (more: object) => write("POST", `/drafts/${id}/publish`, { version: 2, onto: 1, note: "Why", ...more });
    expect((await problemOf(await publish({ note: " " }))).errors).toMatchObject([{ field: "note" }]);
    expect((await problemOf(await publish({ storeId: "elsewhere" }))).errors).toMatchObject([{ field: "storeId" }]);
    expect((await publish({ onto: 7 })).status).toBe(422);
    expect((await publish({ version: 1 })).status).toBe(422);
    expect((await write("POST", "/versions/9/roll-back", { onto: 1, note: "Why" })).status).toBe(422);
    expect((await shop.db.latestPolicy(MERCHANT))?.version).toBe(1);
  });
});
