import type { ActResult, Ask } from "./act-result";

export type SetupStepId = "import" | "locations" | "routing" | "observe" | "go-live";

/** The verbs of the setup. */
export interface SetupActs {
  moveSetup(ask: Ask & { act: { kind: "finish" | "reopen"; step: SetupStepId } | { kind: "dismiss" } | { kind: "show" } }): Promise<ActResult>;
  /** Makes a preset the newest version of the routing policy. Fields: `preset`. */
  publishPreset(ask: Ask & { preset: string }): Promise<ActResult>;
  /** Takes the import up again where it stopped, or begins one. */
  retryImport(ask: Ask): Promise<ActResult>;
  /** Releases our holds and stops for good. Fields: `reason`. */
  leaveStore(ask: Ask & { reason: string }): Promise<ActResult>;
}
