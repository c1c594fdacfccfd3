import type { Instant } from "../ids";
import type { PlatformLevel } from "../platform";
import type { LevelRecord } from "../records";
import { differenceTo } from "./anchor";

export type LevelComparison =
  | { status: "agrees" }
  /** `unitsOff`: how far the state that is furthest off is away, in units. */
  | { status: "differs"; unitsOff: number }
  /** It was read or changed after the platform wrote down its side: nothing can be said. */
  | { status: "newer" }
  /** Never read before. */
  | { status: "unknown" };

/** Compares what we know of a level with what the platform wrote down after `askedAt`. Changes nothing: only a fresh reading may. */
export const compareLevel = (
  level: LevelRecord,
  said: PlatformLevel | null,
  context: { askedAt: Instant; placed: number; planned: number },
): LevelComparison => {
  if (level.readAt === 0) return { status: "unknown" };
  if (level.changedAt >= context.askedAt || level.readAt >= context.askedAt) return { status: "newer" };
  const unitsOff = Math.max(...Object.values(differenceTo(level, said, context)).map((delta) => Math.abs(delta)));
  return unitsOff === 0 && level.active === (said?.active ?? false) ? { status: "agrees" } : { status: "differs", unitsOff };
};
