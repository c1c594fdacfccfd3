/** A run that does not end in this time after it was asked to is ended: leases lapse, and another worker goes on. */
const STOP_WITHIN_MS = 15_000;

/** Aborted on SIGTERM or SIGINT. The process then has some seconds to end by itself. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  };
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, stop);
  return controller.signal;
}
