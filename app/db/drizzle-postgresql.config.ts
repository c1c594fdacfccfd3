import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./app/db/schema-postgresql.ts",
  out: "./app/db/migrations/postgresql",
  casing: "snake_case",
});
