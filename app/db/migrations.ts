import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Dialect } from "./columns";

/** The database was migrated by a newer version of Switchyard than this one. */
export class DatabaseNewer extends Error {
  constructor() {
    super("the database was made by a newer version of Switchyard: run that version, or one after it");
    this.name = "DatabaseNewer";
  }
}

/** Beside this file; bundled code finds it from the folder that the app is started in. */
const folderOf = (dialect: Dialect): string => {
  const beside = fileURLToPath(new URL(`./migrations/${dialect}`, import.meta.url));
  return existsSync(beside) ? beside : join(process.cwd(), "app/db/migrations", dialect);
};

export const migrationsOf = (dialect: Dialect) => {
  const migrationsFolder = folderOf(dialect);
  const all = readMigrationFiles({ migrationsFolder });
  return { migrationsFolder, all, newestAt: Math.max(...all.map((migration) => migration.folderMillis)) };
};

/** `appliedAt`: the newest migration that the database knows; null when it has none. */
export const isCurrent = (appliedAt: number | null, newestAt: number): boolean => {
  if (appliedAt !== null && appliedAt > newestAt) throw new DatabaseNewer();
  return appliedAt === newestAt;
};

