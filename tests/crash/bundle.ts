import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "vite";

/** Web and worker as plain JavaScript, by the paths of their files. */
export interface Bundle {
  web: string;
  worker: string;
  remove(): void;
}

/** A bug that is put in while compiling: a piece of a file that must be there, and what stands instead of it. */
export interface Plant {
  /** From the repository's root. */
  file: string;
  from: string;
  to: string;
}

/**
 * Compiles the two processes once: each life of a process is short, and would pass with compiling the same files again. Packages stay
 * outside. Without plants the result is kept beside the build of the screens, which `ensureBuild` made from the same sources.
 */
export const bundleProcesses = async (plants: readonly Plant[] = []): Promise<Bundle> => {
  mkdirSync("build", { recursive: true });
  const kept = plants.length === 0 ? keptFolder() : null;
  if (kept !== null && existsSync(kept)) return { ...filesIn(kept), remove: () => undefined };
  const folder = mkdtempSync(resolve("build/processes-"));
  await compile(folder, plants);
  if (kept === null) return { ...filesIn(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
  rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  renameSync(folder, kept);
  return { ...filesIn(kept), remove: () => undefined };
};

const KEPT = resolve("build/processes");
const STAMP = "build/stamp";
const keptFolder = (): string | null => (existsSync(STAMP) ? join(KEPT, readFileSync(STAMP, "utf8").slice(0, 16)) : null);
const filesIn = (folder: string) => ({ web: join(folder, "web.mjs"), worker: join(folder, "worker.mjs") });

const compile = async (folder: string, plants: readonly Plant[]): Promise<void> => {
  const missing = new Set(plants);
  const input = { web: resolve("app/server.ts"), worker: resolve("app/worker.ts") };
  const output = { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" };
  await build({
    configFile: false, logLevel: "error", publicDir: false, plugins: [planting(plants, missing)],
    build: { ssr: true, target: "node20", outDir: folder, emptyOutDir: true, rollupOptions: { input, output } },
  });
  if (missing.size > 0) throw new Error(`nothing is there to plant a bug in: ${[...missing].map(({ file, from }) => `${file}: ${from}`).join("; ")}`);
};

const planting = (plants: readonly Plant[], missing: Set<Plant>): Plugin => ({
  name: "plant",
  enforce: "pre",
  transform(code, id) {
    const here = plants.filter(({ file, from }) => id === resolve(file) && code.includes(from));
    here.forEach((plant) => missing.delete(plant));
    return here.length === 0 ? null : here.reduce((text, { from, to }) => text.replace(from, to), code);
  },
});
