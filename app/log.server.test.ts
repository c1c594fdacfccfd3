import { describe, expect, test } from "vitest";
import type { LogFields } from "./flows/context";
import { createLog, problemOf } from "./log.server";

const lines: string[] = [];
const log = createLog("info", { write: (line: string) => void lines.push(line) });

describe("the log", () => {
  test("keeps listed fields and drops every other, whatever the caller's type says", () => {
    log.info("order read", { orderId: "s-1", ms: 12, token: "shpat_1", customer: { email: "a@b.co" } } as LogFields);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: "info", msg: "order read", orderId: "s-1", ms: 12 });
    expect(lines.at(-1)).not.toMatch(/token|customer|shpat/);
  });

  test.each(["shpat_abcdef0123", "shprt_9f", "sy_AbC-_d", "eyJhbGciOi.eyJpc3Mi.c2ln", "jane.doe@example.com"])("takes %s out of a listed field", (secret) => {
    log.warn("refused", { problem: `the platform said: ${secret} is wrong` });
    expect(lines.at(-1)).not.toContain(secret);
    expect(lines.at(-1)).toContain("is wrong");
  });

  test("of a driver's error only the code is told, because its message may quote a row", () => {
    const refused = Object.assign(new Error("Key (email)=(jane) already exists"), { code: "23505" });
    expect(problemOf(refused)).toBe("Error: 23505");
    expect(problemOf(new TypeError("x is not a function"))).toBe("TypeError: x is not a function");
    expect(problemOf("text")).toBe("not an error");
  });
});
