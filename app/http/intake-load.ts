/** What deliveries may hold in memory at once; whoever comes then is sent away at once, and comes again. */
export const HELD_BYTES_MAX = 128 * 1024 * 1024;

/** How much memory deliveries hold, from their first byte until the database has let go of them. */
export interface IntakeLoad {
  /** False: too much is held already. */
  take(bytes: number): boolean;
  release(bytes: number): void;
}

export function createIntakeLoad(bytesMax: number = HELD_BYTES_MAX): IntakeLoad {
  let held = 0;
  return {
    take(bytes) {
      if (held > 0 && held + bytes > bytesMax) return false;
      held += bytes;
      return true;
    },
    release: (bytes) => void (held -= bytes),
  };
}

/** Rejects when the promise has not settled in time; the promise itself goes on. */
export async function within<T>(ms: number, promise: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([promise, passed]);
  } finally {
    clearTimeout(timer);
  }
}
