/**
 * A reader of SQLite's write-ahead log that shares no code with SQLite, after the published file format (sqlite.org/fileformat2.html, section 4):
 * 32 bytes of header, then frames of 24 bytes and a page each, whose checksums run on from the header's. A transaction is there when its last
 * frame, which tells the size of the database, is there; what stands behind the first broken frame counts for nothing.
 */
export interface Log {
  pageBytes: number;
  frames: readonly { page: number; databasePages: number }[];
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/** Running sums over words of 32 bits, of the order of bytes that the file's first word tells. */
const summed = (sums: readonly [number, number], bytes: Buffer, bigEndian: boolean): [number, number] => {
  let [first, second] = sums;
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0;
    second = (second + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0;
  }
  return [first, second];
};

const sumsAt = (bytes: Buffer, at: number): [number, number] => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
const same = (one: readonly [number, number], other: readonly [number, number]): boolean => one[0] === other[0] && one[1] === other[1];

/** The frames up to the first that is broken or of an earlier life of the file. */
export const readLog = (bytes: Buffer): Log => {
  if (bytes.length < HEADER_BYTES || (bytes.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return { pageBytes: 0, frames: [] };
  const bigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  const pageBytes = bytes.readUInt32BE(8);
  let sums = summed([0, 0], bytes.subarray(0, 24), bigEndian);
  if (!same(sums, sumsAt(bytes, 24))) return { pageBytes: 0, frames: [] };
  const salts = bytes.subarray(16, 24);
  const frames: { page: number; databasePages: number }[] = [];
  for (let at = HEADER_BYTES; at + FRAME_HEADER_BYTES + pageBytes <= bytes.length; at += FRAME_HEADER_BYTES + pageBytes) {
    if (!bytes.subarray(at + 8, at + 16).equals(salts)) break;
    sums = summed(summed(sums, bytes.subarray(at, at + 8), bigEndian), bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + pageBytes), bigEndian);
    if (!same(sums, sumsAt(bytes, at + 16))) break;
    frames.push({ page: bytes.readUInt32BE(at), databasePages: bytes.readUInt32BE(at + 4) });
  }
  return { pageBytes, frames };
};

/** Where a frame begins; of the number behind the last one, where the log ends. */
export const frameStart = ({ pageBytes }: Log, frame: number): number => HEADER_BYTES + frame * (FRAME_HEADER_BYTES + pageBytes);

/** How many transactions are whole when only the bytes before `offset` are as they were written. */
export const commitsBefore = (log: Log, offset: number): number =>
  log.frames.filter(({ databasePages }, frame) => databasePages > 0 && frameStart(log, frame + 1) <= offset).length;

/** The database after each of its transactions; the first is that before any. Calls with one at a time, for they are large. */
export function* imagesOf(base: Buffer, bytes: Buffer): Generator<Buffer> {
  const log = readLog(bytes);
  yield base;
  let image = base;
  let changed = new Map<number, Buffer>();
  for (const [frame, { page, databasePages }] of log.frames.entries()) {
    const from = frameStart(log, frame) + FRAME_HEADER_BYTES;
    changed.set(page, bytes.subarray(from, from + log.pageBytes));
    if (databasePages === 0) continue;
    const next = Buffer.alloc(databasePages * log.pageBytes);
    image.copy(next);
    for (const [number, content] of changed) content.copy(next, (number - 1) * log.pageBytes);
    changed = new Map();
    yield (image = next);
  }
}
