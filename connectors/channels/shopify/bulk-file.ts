import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { PlatformItemReading } from "../../../app/domain/platform";
import { BulkBroken, type ChannelWorld } from "../port";
import { globalId, readShape } from "./fields";
import { idOfGid } from "./ids";
import { parseExactJson } from "./json";
import { itemShape, levelShape, variantShape, type LevelAnswer, type VariantAnswer } from "./shapes";
import { itemReadingOf } from "./translate-answer";

/**
 * A file of one JSON object a line: an item, then what hangs on it, each naming its item as `__parentId`. The lines of one item
 * may also lie apart, before it or after it, within a window that is held in memory.
 */

/** Lines held at once. Lines of one item that lie further apart than this are not expected: the file was asked for in groups. */
export const LINES_HELD_MAX = 20_000;
/** A single line longer than this is no line of ours. */
const LINE_CHARACTERS_MAX = 1_000_000;

type Fetched = Awaited<ReturnType<ChannelWorld["fetch"]>>;

const parentId = z.object({ __parentId: globalId });
const itemLine = itemShape;
type ItemLine = z.infer<typeof itemLine>;

interface Held {
  item: ItemLine | null;
  variant: VariantAnswer | null;
  levels: LevelAnswer[];
  lines: number;
}

export async function* readBulkItems(response: Pick<Fetched, "body" | "text">, promise: { rows: number; bytes: number }): AsyncGenerator<PlatformItemReading> {
  const window = openWindow();
  const size = { bytes: 0 };
  let rows = 0;
  for await (const line of linesOf(bytesOf(response, size))) {
    if (window.add(line)) rows += 1;
    for (const reading of window.takeBeyond(LINES_HELD_MAX)) yield reading;
  }
  if (size.bytes < promise.bytes || rows < promise.rows) throw new BulkBroken("The file ends early.");
  for (const reading of window.takeBeyond(0)) yield reading;
}

/** Open items in the order in which they were first named. */
function openWindow() {
  const open = new Map<PlatformId, Held>();
  let lines = 0;
  const heldOf = (id: PlatformId): Held => {
    const held = open.get(id) ?? { item: null, variant: null, levels: [], lines: 0 };
    open.set(id, held);
    held.lines += 1;
    lines += 1;
    return held;
  };
  return {
    /** True for the line of an item itself. */
    add(line: string): boolean {
      const value = parsed(line);
      const kind = kindOf(value);
      if (kind === "InventoryItem") {
        const item = shaped(itemLine, value);
        const held = heldOf(item.id);
        if (held.item !== null) throw new BulkBroken(`Item ${item.id} is in the file twice.`);
        held.item = item;
        return true;
      }
      const held = heldOf(shaped(parentId, value).__parentId);
      if (kind === "InventoryLevel") held.levels.push(shaped(levelShape, value));
      else if (kind === "ProductVariant") held.variant ??= shaped(variantShape, value);
      return false;
    },
    *takeBeyond(most: number): Generator<PlatformItemReading> {
      for (const [id, { item, variant, levels, lines: own }] of open) {
        if (lines <= most) return;
        if (item === null) throw new BulkBroken(`The line of item ${id} is missing, or too far from what hangs on it.`);
        open.delete(id);
        lines -= own;
        const page = { pageInfo: { hasNextPage: false }, nodes: levels };
        yield itemReadingOf({ ...item, variants: variant === null ? null : { nodes: [variant] }, inventoryLevels: page });
      }
    },
  };
}

function parsed(line: string): unknown {
  const json = parseExactJson(line);
  if (!json.ok) throw new BulkBroken("The file holds a line that is not JSON.");
  return json.value;
}

function shaped<T>(shape: z.ZodType<T>, value: unknown): T {
  const read = readShape(shape, value);
  if (!read.ok) throw new BulkBroken(`The file holds a line that cannot be read: ${read.problem}`);
  return read.value;
}

function kindOf(value: unknown): "InventoryItem" | "InventoryLevel" | "ProductVariant" | null {
  const id = (value as { id?: unknown } | null)?.id;
  if (typeof id !== "string") return null;
  for (const kind of ["InventoryItem", "InventoryLevel", "ProductVariant"] as const) {
    if (idOfGid(id, kind) !== null) return kind;
  }
  return null;
}

/** A connection that breaks off in the middle is a broken file. */
async function* bytesOf(response: Pick<Fetched, "body" | "text">, size: { bytes: number }): AsyncGenerator<Uint8Array> {
  if (response.body === null || response.body === undefined) {
    const whole = new TextEncoder().encode(await response.text());
    size.bytes = whole.byteLength;
    yield whole;
    return;
  }
  const parts = response.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = await parts.next().catch(() => {
        throw new BulkBroken("The connection broke off in the middle of the file.");
      });
      if (part.done === true) return;
      size.bytes += part.value.byteLength;
      yield part.value;
    }
  } finally {
    await parts.return?.();
  }
}

async function* linesOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const part of parts) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LINE_CHARACTERS_MAX) throw new BulkBroken("The file holds a line without an end.");
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield rest;
}
