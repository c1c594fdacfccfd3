/** What is said between the process and its thread. */
export type ToThread =
  | { say: "begin"; kind: string; input: unknown }
  | { say: "page"; page: unknown }
  | { say: "end" };

export type FromThread =
  /** The page was taken: the next one may come. */
  | { say: "taken" }
  | { say: "progress"; done: number }
  | { say: "result"; output: unknown }
  | { say: "failed"; words: string };
