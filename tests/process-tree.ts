import { readFileSync, readdirSync } from "node:fs";

/** The state and the parent of a process, as Linux tells them; a dead one that nobody has waited for is a "Z". */
const statOf = (pid: number): { state: string; parent: number } | null => {
  try {
    const [state = "", parent] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return null;
  }
};

export const childrenOf = (pid: number): number[] => readdirSync("/proc").map(Number).filter((one) => one > 0 && statOf(one)?.parent === pid);

export const isAlive = (pid: number): boolean => !["Z", "X", undefined].includes(statOf(pid)?.state);

/** Of processes that the caller has started, itself or through another. */
export const signalIfThere = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between being listed and being signalled.
  }
};
