import type { ActResult, Ask } from "./act-result";

/** The verbs of the screen that shows where Switchyard and the shop differed. */
export interface DriftActs {
  /** Reads what drifted from the platform again, now. */
  readDriftAgain(ask: Ask & { driftId: string }): Promise<ActResult>;
}
