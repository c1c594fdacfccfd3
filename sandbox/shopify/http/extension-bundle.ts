import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Rollup } from "vite";

const HOME = fileURLToPath(new URL("../../../extensions/order-routing-block", import.meta.url));

/** The block as the platform's tool would deploy it: one module. Built when it is first asked for. */
export function extensionBundle(): { code(): Promise<string>; words(): Promise<Record<string, string>> } {
  let built: Promise<string> | null = null;
  return {
    code: () => (built ??= bundle()),
    words: async () => JSON.parse(await readFile(`${HOME}/locales/en.default.json`, "utf8")) as Record<string, string>,
  };
}

async function bundle(): Promise<string> {
  const outputs = await build({ configFile: false, logLevel: "silent", root: HOME, build: { write: false, minify: true, lib: { entry: "src/block.tsx", formats: ["es"] } } });
  const [{ output }] = outputs as Rollup.RollupOutput[] as [Rollup.RollupOutput];
  return output[0].code;
}
