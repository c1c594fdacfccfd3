import { describe, expect, test } from "vitest";
import { checkTrace, readCalls } from "./trace";

/** The proof itself: it must refuse what a careless house would do. The process ids, paths and ports are made up. */
const hex = (text: string): string => `"${[...Buffer.from(text, "latin1")].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}"`;
const WAL = `24<${hex("/tmp/house.db-wal").slice(1, -1)}>`;
const A = "31<TCP:[127.0.0.1:3000->127.0.0.1:40112]>";
const B = "32<TCPv6:[[::1]:3000->[::1]:40114]>";

const asks = (connection: string, key: string): string => {
  const text = `POST /webhooks/shopify HTTP/1.1\r\nX-Shopify-Webhook-Id: ${key}\r\n\r\n{}`;
  return `7 read(${connection}, ${hex(text)}, 65536) = ${text.length}`;
};
const frame = (text: string, { commit }: { commit: boolean }): string[] => [
  `7 pwrite64(${WAL}, ${hex(`\0\0\0\x05\0\0\0${commit ? "\x09" : "\0"}saltsaltsumssums`)}, 24, 32) = 24`,
  `7 pwrite64(${WAL}, ${hex(text.padEnd(40, "\0"))}, 40, 56) = 40`,
];
const sync = `7 fdatasync(${WAL}) = 0`;
const answers = (connection: string): string => `7 write(${connection}, ${hex("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")}, 38) = 38`;

const verdict = (...lines: string[]) => checkTrace(readCalls(lines), /key-\d+/g);

describe("the proof that what is answered is on the disk", () => {
  test("takes a commit that is synced before its answers, several at once", () => {
    const trace = [asks(A, "key-1"), asks(B, "key-2"), ...frame("..key-1..", { commit: false }), ...frame("..key-2..", { commit: true }), sync, answers(B), answers(A)];
    expect(verdict(...trace)).toEqual({ answered: 2, syncs: 1, violations: [] });
  });

  test.each([
    ["no sync at all", [asks(A, "key-1"), ...frame("key-1", { commit: true }), answers(A)], "not synced"],
    ["a sync that comes after the answer", [asks(A, "key-1"), ...frame("key-1", { commit: true }), answers(A), sync], "not synced"],
    ["an answer before the write", [asks(A, "key-1"), answers(A), ...frame("key-1", { commit: true }), sync], "not written"],
    ["a sync before the commit frame", [asks(A, "key-1"), ...frame("key-1", { commit: false }), sync, ...frame("other", { commit: true }), answers(A)], "not synced"],
    ["a transaction without its commit frame", [asks(A, "key-1"), ...frame("key-1", { commit: false }), sync, answers(A)], "not committed"],
    ["a sync of the database instead of its log", [asks(A, "key-1"), ...frame("key-1", { commit: true }), "7 fdatasync(23</tmp/house.db>) = 0", answers(A)], "not synced"],
    ["a sync that failed", [asks(A, "key-1"), ...frame("key-1", { commit: true }), `7 fdatasync(${WAL}) = -1 EIO (Input/output error)`, answers(A)], "not synced"],
    ["the sync of another's commit", [asks(A, "key-1"), ...frame("key-9", { commit: true }), sync, answers(A)], "not written"],
    ["a sync that was begun before the commit was written", [
      asks(A, "key-1"), `8 fdatasync(${WAL} <unfinished ...>`, ...frame("key-1", { commit: true }), "8 <... fdatasync resumed>) = 0", answers(A),
    ], "not synced"],
    ["a sync that has not ended when the answer begins", [
      asks(A, "key-1"), ...frame("key-1", { commit: true }), `8 fdatasync(${WAL} <unfinished ...>`,
      answers(A).replace(/\) = \d+$/, " <unfinished ...>"), "8 <... fdatasync resumed>) = 0", "7 <... write resumed>) = 38",
    ], "not synced"],
  ])("refuses %s", (_what, trace, words) => {
    const { violations } = verdict(...trace);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(words);
  });

  test("a refusal needs no disk, and the next delivery of the same connection is its own", () => {
    const refused = answers(A).replace(hex("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"), hex("HTTP/1.1 401 Unauthorized\r\n\r\n"));
    const trace = [asks(A, "key-1"), refused, asks(A, "key-2"), ...frame("key-2", { commit: true }), sync, answers(A), asks(A, "key-3"), answers(A)];
    const { answered, violations } = verdict(...trace);
    expect(answered).toBe(2);
    expect(violations).toEqual([expect.stringContaining("key-3")]);
  });
});
