import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * The master keys of a development machine: `id:base64key` in a file that its owner alone can read, made on first use.
 * Two processes that start together end up with the same key: the file appears whole, under its name, once.
 */
export function masterKeysFromFile(path: string): string {
  if (!existsSync(path)) createOnce(path, `dev:${randomBytes(32).toString("base64")}\n`);
  return readFileSync(path, "utf8").trim();
}

function createOnce(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
