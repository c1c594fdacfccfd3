import type { Chunk, ChunkResult } from "./bulk-chunk";
import type { FlowContext } from "./context";
import { anchorItems } from "./read-items";
import { DOUBT_MS, wantedRead } from "./wanted";

/** Takes over items and their stock; a level that changed since the platform was asked is read by itself. */
export const importChunk = async (ctx: FlowContext, { store, readings, readAt }: Chunk): Promise<ChunkResult> => {
  const anchored = await anchorItems(ctx, { store, readings, readAt });
  const alone = readings.map(({ item }) => wantedRead(store, { kind: "item", target: item.platformId }, { now: ctx.now(), delayMs: DOUBT_MS }));
  return {
    sets: anchored.map(({ change }, index) => ({ change, ...(alone[index] && { otherwise: alone[index] }) })),
    wantedReads: alone.filter((_, index) => anchored[index]?.tooOld),
    detail: {},
  };
};
