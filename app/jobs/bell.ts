import type { JobName } from "./queue";

/** Lets one sleeper be woken early. A ring while nobody sleeps is heard by the next. */
export interface Bell {
  ring(): void;
  /** Resolves when rung, at the latest after `ms`. */
  heard(ms: number): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      if (wake) wake();
      else rung = true;
    },
    heard(ms) {
      if (rung) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(end, ms);
        function end(): void {
          clearTimeout(timer);
          wake = null;
          resolve();
        }
        wake = end;
      });
    },
  };
}

/** What a job's loop is given: when to end, what wakes it, and how it wakes others. */
export interface Turn {
  signal: AbortSignal;
  bell: Bell;
  ring(name: JobName): void;
}
