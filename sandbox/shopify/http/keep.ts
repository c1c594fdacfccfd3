import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Twin } from "../twin";

const SAVE_EVERY_MS = 5_000;

export const readKept = (file: string | null, fresh: boolean): string | null => {
  if (file === null) return null;
  if (fresh) rmSync(file, { force: true });
  return existsSync(file) ? readFileSync(file, "utf8") : null;
};

/** Saves the sandbox's state now and then, so that a restart of the demo continues where it was. */
export function keepState(twin: Twin, file: string | null) {
  let last = "";
  const save = () => {
    if (file === null) return;
    const text = twin.save();
    if (text === last) return;
    last = text;
    mkdirSync(dirname(file), { recursive: true });
    // It holds access tokens of the sandbox; only its owner reads it.
    writeFileSync(`${file}.partial`, text, { mode: 0o600 });
    renameSync(`${file}.partial`, file);
  };
  const timer = setInterval(save, SAVE_EVERY_MS);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      save();
    },
  };
}
