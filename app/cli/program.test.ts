import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CommanderError } from "commander";
import { seededOrder } from "../../tests/seeded-order";
import { merchantOfKey } from "../auth/api-keys";
import { openDatabase } from "../db/open-database";
import type { Db } from "../db/port";
import type { FlowContext } from "../flows/context";
import { BadArgument, type CliWorld, type ExitCode } from "./command";
import { createProgram, exitCodeOf } from "./program";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const BIG = "820982911946154508";
const quiet = () => undefined;

let db: Db;
let waits: number;
let whileWaiting: () => Promise<unknown>;

beforeEach(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
  await db.commit(seededOrder({ merchant: "acme", order: BIG, sha256 }).changes);
  waits = 0;
  whileWaiting = () => Promise.resolve();
});
afterEach(() => db.close());

/** Runs a command line and gives its exit code, its standard output and what it would say on standard error. */
async function cli(...words: string[]): Promise<{ code: ExitCode; out: string; err: string }> {
  const lines: string[] = [];
  let err = "";
  let code: ExitCode = 0;
  const flow = { db, sha256, now: () => 5_000, newId: () => "id-1", log: { info: quiet, warn: quiet, error: quiet } } as unknown as FlowContext;
  const world: CliWorld = { flow, print: (line) => void lines.push(line), wait: async () => { waits += 1; await whileWaiting(); } };
  const program = createProgram(async (verb) => void (code = await verb(world)));
  const output = { writeOut: (text: string) => void lines.push(text), writeErr: (text: string) => void (err += text) };
  const silence = (command: typeof program): void => { command.configureOutput(output); command.commands.forEach((one) => silence(one as typeof program)); };
  silence(program);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) code = exitCodeOf(error);
    else if (error instanceof BadArgument) { code = 2; err += error.message; }
    else throw error;
  }
  return { code, out: lines.join("\n"), err };
}

describe("api-key create", () => {
  test("prints the key alone, and it opens the merchant", async () => {
    const { code, out } = await cli("api-key", "create", "--merchant", "acme", "--name", "ERP");
    expect(code).toBe(0);
    expect(out).toMatch(/^sy_[A-Za-z0-9_-]{43}$/);
    expect(await merchantOfKey(db, `Bearer ${out}`)).toBe("acme");
  });

  test.each([[["--merchant", "acme"], "--name"], [["--name", "x"], "--merchant"], [["--merchant", "nobody", "--name", "x"], "Known: acme"], [["--merchant", "acme", "--name", " "], "Say what the key is for"]])("%j is refused with what is allowed", async (options, words) => {
    const { code, out, err } = await cli("api-key", "create", ...options);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
  });
});

describe("ledger verify", () => {
  test("0 when every unit is proved, 1 with the faults when not", async () => {
    expect(await cli("ledger", "verify")).toMatchObject({ code: 0, out: expect.stringContaining("acme: holds") });
    const [entry] = seededOrder({ merchant: "acme", order: BIG, sha256 }).changes[1]!.entries!;
    await db.commit([{ merchantId: entry!.merchantId, guards: [], entries: [{ ...entry!, causeKey: "planned-fault", delta: 1 }] }]);
    const broken = await cli("ledger", "verify", "--merchant", "acme");
    expect(broken.code).toBe(1);
    expect(broken.out).toContain("on-hand-is-sum-of-states: item s-acme-71");
  });
});

describe("routing verify", () => {
  test("0 when every certificate holds, 1 when one was tampered with", async () => {
    expect(await cli("routing", "verify")).toMatchObject({ code: 0, out: expect.stringContaining("acme: every decision holds (1 checked: 1 proved optimal a second time, by another method; 0 shown to have no plan; 0 consistent)") });
    const { changes } = seededOrder({ merchant: "acme", order: BIG, sha256 });
    const [decision] = changes[2]!.decisions!;
    if (decision!.certificate.outcome !== "routed") throw new Error("the seeded order is routable");
    const plan = { ...decision!.certificate.plan, costMinor: decision!.certificate.plan.costMinor - 1 };
    await db.commit([{ merchantId: decision!.merchantId, guards: [], decisions: [{ ...decision!, id: "tampered", certificate: { ...decision!.certificate, plan } }] }]);
    const broken = await cli("routing", "verify");
    expect(broken.code).toBe(1);
    expect(broken.out).toContain("decision tampered of order #1001");
    expect(JSON.parse((await cli("routing", "verify", "--order", "1001", "--json")).out)).toMatchObject([
      { merchantId: "acme", checked: 2, optimal: 1, faulty: [{ decisionId: "tampered", order: "#1001", faults: expect.arrayContaining([expect.stringContaining("costs")]) }] },
    ]);
  });

  test("1 when the inputs are not those that were hashed", async () => {
    const { changes } = seededOrder({ merchant: "acme", order: BIG, sha256 });
    const [decision] = changes[2]!.decisions!;
    await db.commit([{ merchantId: decision!.merchantId, guards: [], decisions: [{ ...decision!, id: "rehashed", inputsHash: sha256("other inputs") }] }]);
    expect(await cli("routing", "verify")).toMatchObject({ code: 1, out: expect.stringContaining("Its inputs are not those that it was made from.") });
  });

  test("2 for an order that is not there", async () => {
    expect(await cli("routing", "verify", "--order", "#9")).toMatchObject({ code: 2 });
  });
});

describe("routing export", () => {
  test.each([[["routing", "export"]], [["routing", "export", "1001"]], [["why", "1001", "--json"]]])("%j prints what an outside checker needs, its problem in the bytes that were hashed", async (words) => {
    const { code, out } = await cli(...words);
    const decision = JSON.parse(out) as { format: string; inputsHash: string; certificate: { problem: unknown; outcome: string } };
    expect([code, decision.format, decision.certificate.outcome]).toEqual([0, "switchyard-decision/1", "routed"]);
    expect(sha256(JSON.stringify(decision.certificate.problem))).toBe(decision.inputsHash);
    expect(out).toContain(JSON.stringify(decision.certificate.problem));
  });
});

describe("why", () => {
  test.each([BIG, `s-acme-${BIG}`, "#1001", "1001", `gid://shopify/Order/${BIG}`])("finds the order as %s, says why and decides again", async (name) => {
    const { code, out } = await cli("why", name);
    expect(code).toBe(0);
    expect(out).toContain("Order #1001");
    expect(out).toContain("parcel");
    expect(out).toContain("the same decision, byte for byte");
  });

  test("a record that the code would not decide so is found out", async () => {
    const { changes } = seededOrder({ merchant: "acme", order: BIG, sha256 });
    const [decision] = changes[2]!.decisions!;
    await db.commit([{ merchantId: decision!.merchantId, guards: [], decisions: [{ ...decision!, id: "d-later", decidedAt: decision!.decidedAt + 1, certificate: { ...decision!.certificate, nodesExplored: -1 } as never }] }]);
    expect(await cli("why", "1001")).toMatchObject({ code: 1, out: expect.stringContaining("DIFFERENT") });
  });

  test("an order that is not there, or of a merchant that is not: 2", async () => {
    expect(await cli("why", "#9")).toMatchObject({ code: 2, err: expect.stringContaining("the name as the admin shows it") });
    expect(await cli("why", "1001", "--merchant", "nobody")).toMatchObject({ code: 2, err: expect.stringContaining("Known: acme") });
  });

  test("a name that two merchants have asks which", async () => {
    await db.commit(seededOrder({ merchant: "other", order: "12", sha256 }).changes);
    expect(await cli("why", "1001")).toMatchObject({ code: 2, err: expect.stringContaining("s-other-12 (other)") });
    expect(await cli("why", "1001", "--merchant", "other")).toMatchObject({ code: 0 });
  });
});

describe("store", () => {
  test("list and status", async () => {
    expect((await cli("store", "status", "acme.myshopify.com", "paused")).out).toBe("acme.myshopify.com is paused.");
    expect((await cli("store", "list")).out).toBe("acme.myshopify.com\tpaused\tacme\tacme");
  });

  test("a store that is still being read is waited for before it goes live", async () => {
    const { changes } = seededOrder({ merchant: "fresh", order: "1", sha256 });
    const [first] = changes;
    await db.commit([{ ...first!, locations: [], items: [], stores: [{ ...first!.stores![0]!, status: "observe" }] }]);
    whileWaiting = () => (waits === 3 ? db.commit([{ merchantId: first!.merchantId, guards: [], locations: first!.locations }]) : Promise.resolve());
    expect(await cli("store", "status", "fresh.myshopify.com", "live")).toMatchObject({ code: 0, out: "fresh.myshopify.com is live." });
    expect(waits).toBe(3);
  });

  test.each([[["acme.myshopify.com", "asleep"], "live, observe, paused"], [["nobody.myshopify.com", "live"], "Connected: acme.myshopify.com"]])("%j is refused with what is allowed", async (words, allowed) => {
    expect(await cli("store", "status", ...words)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(allowed) });
  });
});

describe("help", () => {
  test("names every verb, and is no error", async () => {
    const { code, out } = await cli("--help");
    expect(code).toBe(0);
    for (const verb of ["api-key", "ledger", "routing", "why", "store", "capsule", "reconcile", "retry", "erase"]) expect(out).toContain(verb);
  });

  test.each([["unknown"], ["ledger", "prove"], ["ledger", "verify", "--colour"], ["why"]])("%s: 2, with the help", async (...words) => {
    const { code, err } = await cli(...words);
    expect(code).toBe(2);
    expect(err).toContain("Usage:");
  });
});
