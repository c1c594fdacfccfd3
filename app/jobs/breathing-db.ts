import type { Db } from "../db/port";

/** Long enough for a waiting writer of another process to take its turn: SQLite has no queue of writers. */
const BREATH_MS = 5;

/**
 * The same database with a breath after every commit, so that a busy worker never keeps deliveries from being stored. Commits of
 * one process take turns. PostgreSQL has many writers and needs no such thing.
 */
export function breathing(db: Db, breathMs: number = BREATH_MS): Db {
  if (db.kind !== "sqlite") return db;
  let turn: Promise<unknown> = Promise.resolve();
  const commit: Db["commit"] = (sets) => {
    const mine = turn.then(() => db.commit(sets));
    turn = mine.catch(() => undefined).then(() => new Promise((resolve) => setTimeout(resolve, breathMs)));
    return mine;
  };
  return { ...db, commit };
}
