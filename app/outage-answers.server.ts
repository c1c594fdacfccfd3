import { DatabaseUnavailable } from "./db/port";
import type { ActResult, Acts } from "./screens/acts";
import type { ScreenContext } from "./screens/context";

const WORDS = "The database does not answer just now. Nothing was done; try again in a moment.";
const AGAIN_AFTER_SECONDS = 5;

/** What a page says that could not be loaded: 503, so that nobody takes it for a bug of ours, and a proxy may ask again. */
const unavailable = (): Response =>
  new Response(`<p>${WORDS}</p>`, { status: 503, headers: { "content-type": "text/html; charset=utf-8", "retry-after": String(AGAIN_AFTER_SECONDS), "cache-control": "no-store" } });

/** The screens' context, in which an outage of the database is an answer and no failure: a page says so, and an act is refused in words. */
export function answeringOutages(screens: ScreenContext): ScreenContext {
  return {
    ...screens,
    flow: { ...screens.flow, db: mending(screens.flow.db, throwUnavailable) },
    requireStore: (request) => screens.requireStore(request).catch(throwUnavailable),
    acts: mending<Acts>(screens.acts, refuse),
  };
}

function throwUnavailable(error: unknown): never {
  throw error instanceof DatabaseUnavailable ? unavailable() : error;
}

function refuse(error: unknown): ActResult {
  if (error instanceof DatabaseUnavailable) return { ok: false, field: null, problem: WORDS };
  throw error;
}

/** The same object, each of whose promises that fails is given to `mend`. */
function mending<T extends object>(target: T, mend: (error: unknown) => unknown): T {
  const made = new Map<PropertyKey, unknown>();
  return new Proxy(target, {
    get(from, name, receiver) {
      const value: unknown = Reflect.get(from, name, receiver);
      if (typeof value !== "function") return value;
      const known = made.get(name) ?? ((...given: unknown[]) => {
        const result: unknown = (value as (...all: unknown[]) => unknown).apply(from, given);
        return result instanceof Promise ? result.catch(mend) : result;
      });
      made.set(name, known);
      return known;
    },
  });
}
