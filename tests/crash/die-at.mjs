import Database from "better-sqlite3";
import pg from "pg";

/** Loaded before a process under test: it dies, as if killed, in front of the statement of that number that its migration runs. */
const dieAt = Number(process.env.DIE_AT_STATEMENT);
let migrating = false;
let statements = 0;

const pass = (text) => {
  if (migrating) {
    statements += 1;
    if (statements === dieAt) process.kill(process.pid, "SIGKILL");
  }
  // The first of a migration's statements in each of the two databases.
  if (/^BEGIN IMMEDIATE|pg_advisory_lock/.test(text)) migrating = true;
};

const { exec } = Database.prototype;
Database.prototype.exec = function (text) {
  pass(text);
  return exec.call(this, text);
};

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (asked, ...more) {
  pass(typeof asked === "string" ? asked : (asked?.text ?? ""));
  return query.call(this, asked, ...more);
};
