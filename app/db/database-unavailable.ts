import { driverError } from "./conflict";
import type { Engine } from "./statement";

/**
 * The database does not answer now: busy for too long, full, restarting, unreachable. Nothing is wrong with what was asked, so that it can be
 * asked again as it is, and nobody is to blame a row for it. The message names no row and no server.
 */
export class DatabaseUnavailable extends Error {
  constructor(readonly code: string) {
    super(`the database does not answer: ${code}`);
    this.name = "DatabaseUnavailable";
  }
}

const SQLITE_CODES = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;
/** SQLSTATE classes: connection, resources, operator's intervention (a time-out too), system; and a lock that was not had in time. */
const POSTGRESQL_CODES = /^(08|53|57|58)[0-9A-Z]{3}$|^(55P03|25006|40001|40P01)$/;
const NETWORK_CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;
/** The driver's own words where it gives no code. */
const DRIVER_WORDS = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** The error's code where the database itself is the trouble; null where what was asked is. */
export const unavailableCode = (error: unknown): string | null => {
  const cause = driverError(error) as { code?: unknown; message?: unknown } | null;
  const code = typeof cause?.code === "string" ? cause.code : null;
  if (code !== null && (SQLITE_CODES.test(code) || POSTGRESQL_CODES.test(code) || NETWORK_CODES.test(code))) return code;
  const words = typeof cause?.message === "string" ? DRIVER_WORDS.exec(cause.message)?.[0] : undefined;
  return words ?? null;
};

/** The same engine, whose troubles of its own are told apart from troubles with what was asked. */
export const namingOutages = (engine: Engine): Engine => {
  const named = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      const code = unavailableCode(error);
      throw code === null ? error : new DatabaseUnavailable(code);
    }
  };
  return {
    kind: engine.kind,
    ask: (statement, values) => named(engine.ask(statement, values)),
    explore: (build) => named(engine.explore(build)),
    exploreSql: (build) => named(engine.exploreSql(build)),
    read: (work) => named(engine.read(work)),
    write: (work) => named(engine.write(work)),
    settleFiles: () => named(engine.settleFiles()),
    close: () => engine.close(),
  };
};
