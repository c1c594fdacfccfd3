import { spawnSync } from "node:child_process";

/**
 * Writes what has changed in app/db/schema*.ts as a new migration for each database. An argument names it:
 * `npm run migrations:generate -- add-carriers`.
 */
const name = process.argv[2];

for (const dialect of ["sqlite", "postgresql"]) {
  const options = ["drizzle-kit", "generate", `--config=app/db/drizzle-${dialect}.config.ts`, ...(name ? [`--name=${name}`] : [])];
  const { status } = spawnSync("npx", ["--no-install", ...options], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
