import type { ActResult, Ask } from "./act-result";

/** The verbs about persons who buy. Both begin a run, which the privacy requests of the settings show. */
export interface PeopleActs {
  /** Gathers all that is kept about a customer. `runId` leads to the file. */
  exportCustomer(ask: Ask & { customerId: string }): Promise<ActResult & { runId?: string }>;
  /** Erases what identifies a customer, and looks afterwards whether anything is left. Fields: `reason`. */
  eraseCustomer(ask: Ask & { customerId: string; reason: string }): Promise<ActResult & { runId?: string }>;
  /** Begins an erasure that stopped anew; what it has erased stays erased. */
  retryErasure(ask: Ask & { runId: string }): Promise<ActResult>;
}
