/**
 * Reads what `strace -f -yy -xx -s …` wrote of a web process over SQLite, and proves from it that each delivery was on the disk before
 * its answer was begun: its page and its transaction's commit frame were written to the write-ahead log, a sync of that log began after them
 * and ended well, and only then was "HTTP/1.1 200" written to the connection that brought it.
 */

/** System calls that the proof needs; `TRACED_BYTES` of each must be recorded, for a page is looked through. */
export const TRACED_CALLS = "read,recvfrom,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync";
export const TRACED_BYTES = 4_200;

export interface TraceVerdict {
  /** Deliveries that were answered 200. */
  answered: number;
  /** Syncs of the log that ended well. */
  syncs: number;
  /** Answers that came too soon, in words. */
  violations: string[];
}

/** One system call, by the places in the trace where it began and ended. */
interface Call {
  name: string;
  /** What stands between the brackets, file descriptors with their paths. */
  arguments: string;
  begunAt: number;
  endedAt: number;
  result: number;
}

const LINE = /^(\d+) +(.*)$/;
const WHOLE = /^(\w+)\((.*)\) += (-?\d+|\?)/;
const UNFINISHED = /^(\w+)\((.*) <unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)/;

/** In the order in which the calls ended, but for those of connections, which count from where they began. */
export const readCalls = (trace: Iterable<string>): Call[] => {
  const calls: Call[] = [];
  const open = new Map<string, { name: string; arguments: string; begunAt: number }>();
  let place = 0;
  for (const line of trace) {
    place += 1;
    const [, thread = "", text = ""] = LINE.exec(line) ?? [];
    const unfinished = UNFINISHED.exec(text);
    if (unfinished) {
      open.set(thread, { name: unfinished[1] as string, arguments: unfinished[2] as string, begunAt: place });
      continue;
    }
    const resumed = RESUMED.exec(text);
    const begun = resumed && open.get(thread);
    if (begun) {
      open.delete(thread);
      calls.push({ ...begun, arguments: begun.arguments + resumed[2], endedAt: place, result: Number(resumed[3]) });
      continue;
    }
    const whole = WHOLE.exec(text);
    if (whole) calls.push({ name: whole[1] as string, arguments: whole[2] as string, begunAt: place, endedAt: place, result: Number(whole[3]) });
  }
  // An answer that was begun and never seen to end, because the process was stopped, was sent all the same.
  for (const begun of open.values()) calls.push({ ...begun, endedAt: place + 1, result: 0 });
  return calls;
};

const SYNCS = new Set(["fsync", "fdatasync"]);
const LOG_WRITES = new Set(["pwrite64", "pwritev", "write", "writev"]);
const ANSWERS = new Set(["write", "writev", "sendto", "sendmsg"]);
const QUESTIONS = new Set(["read", "recvfrom"]);

/** The bytes of a call's strings, joined: `-xx` prints each as `"\x48\x54…"`. */
const bytesOf = (call: Call): Buffer =>
  Buffer.from([...call.arguments.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text]) => (text as string).replaceAll("\\x", "")).join(""), "hex");

const plain = (text: string): string => text.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The first argument's path, which `-xx` prints in codes too, or its connection: `31<TCP:[127.0.0.1:3000->127.0.0.1:40112]>`. */
const targetOf = (call: Call): string => plain(/^\d+<(.*?)>(?:,|$)/.exec(call.arguments)?.[1] ?? "");
const isLog = (target: string): boolean => target.endsWith("-wal");
const isConnection = (target: string): boolean => /^(TCP|socket)/.test(target);

const FRAME_HEADER_BYTES = 24;

/** Where a delivery stands between being asked to keep it and having it on the disk. */
class Log {
  private readonly written = new Set<string>();
  /** By key, the place in the trace where the write of its commit frame ended. */
  private readonly committed = new Map<string, number>();
  private readonly durable = new Set<string>();
  private frameCommits = false;
  syncs = 0;

  constructor(private readonly keys: RegExp) {}

  write(call: Call): void {
    const bytes = bytesOf(call);
    if (bytes.length === FRAME_HEADER_BYTES) {
      // A frame's header says the database's size in pages when it is a transaction's last.
      this.frameCommits = bytes.readUInt32BE(4) !== 0;
      return;
    }
    for (const [key] of bytes.toString("latin1").matchAll(this.keys)) if (!this.committed.has(key)) this.written.add(key);
    if (!this.frameCommits) return;
    for (const key of this.written) this.committed.set(key, call.endedAt);
    this.written.clear();
    this.frameCommits = false;
  }

  sync(call: Call): void {
    if (call.result !== 0) return;
    this.syncs += 1;
    for (const [key, at] of this.committed) {
      if (at > call.begunAt) continue;
      this.durable.add(key);
    }
  }

  /** Null when it is on the disk, else how far it came. */
  missing(key: string): string | null {
    if (this.durable.has(key)) return null;
    if (this.committed.has(key)) return "its commit was written, and not synced";
    return this.written.has(key) ? "its transaction was not committed" : "it was not written";
  }
}

/**
 * @param keys matches the deliveries' keys, with the flag `g`; they stand in the requests and in the log's pages
 */
export const checkTrace = (calls: readonly Call[], keys: RegExp): TraceVerdict => {
  const log = new Log(keys);
  const asked = new Map<string, string>();
  const violations: string[] = [];
  let answered = 0;
  const answer = (connection: string, call: Call): void => {
    if (!ANSWERS.has(call.name) || !bytesOf(call).subarray(0, 12).equals(Buffer.from("HTTP/1.1 200"))) return;
    const key = asked.get(connection);
    if (key === undefined) return;
    asked.delete(connection);
    answered += 1;
    const missing = log.missing(key);
    if (missing !== null) violations.push(`${key} was answered 200 at line ${call.begunAt}, but ${missing}`);
  };
  const momentOf = (call: Call): number => (ANSWERS.has(call.name) && isConnection(targetOf(call)) ? call.begunAt : call.endedAt);
  for (const call of [...calls].sort((one, other) => momentOf(one) - momentOf(other))) {
    const target = targetOf(call);
    if (isLog(target)) {
      if (SYNCS.has(call.name)) log.sync(call);
      else if (LOG_WRITES.has(call.name)) log.write(call);
    } else if (isConnection(target)) {
      if (QUESTIONS.has(call.name)) for (const [key] of bytesOf(call).toString("latin1").matchAll(keys)) asked.set(target, key);
      else answer(target, call);
    }
  }
  return { answered, syncs: log.syncs, violations };
};
