/** What had changed when a change set came to be written. Thrown inside the transaction, it never leaves `commit`. */
export class Conflict extends Error {
  constructor(readonly guard: string) {
    super(guard);
    this.name = "Conflict";
  }
}

const UNIQUE_CODES = new Set(["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"]);

/** The driver's own error: Drizzle's wrapper lists the statement's values, which are nobody's business. */
export const driverError = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined && "query" in error ? error.cause : error;

/** The guard that failed; null when the error is no conflict. A key that another transaction took first is one. */
export const conflictOf = (error: unknown): string | null => {
  if (error instanceof Conflict) return error.guard;
  const cause = driverError(error) as { code?: unknown; constraint?: unknown } | null;
  if (typeof cause?.code !== "string" || !UNIQUE_CODES.has(cause.code)) return null;
  return `unique:${typeof cause.constraint === "string" ? cause.constraint : "key"}`;
};
