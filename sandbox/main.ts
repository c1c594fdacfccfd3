import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { readAppFile } from "./app-file";
import { startSandbox } from "./shopify/http/server";

/** Starts the sandbox: Shopify's platform and admin on this machine. Settings come from the environment; README.md lists them. */

const root = fileURLToPath(new URL("..", import.meta.url));
const { env } = process;
const dataFile = env.SANDBOX_DATA_FILE ?? join(root, env.SWITCHYARD_DATA_DIR ?? ".data", "demo-sandbox.json");

async function main(): Promise<void> {
  const { topics, scopes, optionalScopes } = readAppFile(join(root, "shopify.app.toml"));
  const port = Number(env.SANDBOX_PORT ?? 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error("SANDBOX_PORT: set a port from 0 to 65535, or leave it out for 4000.");
  const sandbox = await startSandbox({
    port, topics, scopes, optionalScopes, dataFile, fresh: process.argv.includes("--fresh"), appUrl: env.APP_URL ?? "http://localhost:3000",
    apiKey: env.SHOPIFY_API_KEY ?? "sandbox-key", apiSecret: env.SHOPIFY_API_SECRET ?? "sandbox-secret", shop: env.SHOPIFY_SHOP ?? "demo.myshopify.com", seed: Number(env.SANDBOX_SEED ?? 1), ...(env.SANDBOX_HISTORY_DAYS && { historyDays: Number(env.SANDBOX_HISTORY_DAYS) }), ...(env.SANDBOX_POINTS_PER_SECOND && { pointsPerSecond: Number(env.SANDBOX_POINTS_PER_SECOND) }),
  });
  process.stdout.write(`Sandbox admin: ${sandbox.url}/store/${sandbox.handle}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
}

main().catch((problem: unknown) => {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
  process.exit(1);
});
