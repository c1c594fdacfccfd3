import { readFileSync } from "node:fs";
import { childrenOf } from "../tests/process-tree";

/** Of Linux, on every machine: `getconf CLK_TCK`. */
const TICKS_A_SECOND = 100;

/** Milliseconds that a process has had of the processors, in it and for it, and those of its children; NaN where the system does not tell. */
export const processorMs = (pid: number): number => {
  try {
    return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + ownMs(one), endedMs(pid));
  } catch {
    return Number.NaN;
  }
};

const ticksOf = (pid: number): number[] => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ").slice(11, 15).map(Number);
const toMs = (ticks: readonly number[]): number => ticks.reduce((sum, one) => sum + one, 0) * (1_000 / TICKS_A_SECOND);

const ownMs = (pid: number): number => toMs(ticksOf(pid).slice(0, 2));
/** Of children that have ended. */
const endedMs = (pid: number): number => toMs(ticksOf(pid).slice(2));
