import type { ActResult, Ask } from "./act-result";

/** The verbs of the replay lab. Nothing that they begin touches an order or a stock level. */
export interface ReplayActs {
  /** `base`, `draft`: `version:3`, `draft:…` or `preset:…`. `pricedBy`: whose prices all plans are paid by. Fields: `period`, `base`, `draft`. */
  startReplay(ask: Ask & { startsAt: number; endsAt: number; base: string; draft: string; pricedBy: 0 | 1 }): Promise<ActResult & { runId?: string }>;
  cancelReplay(ask: Ask & { runId: string }): Promise<ActResult>;
}
