import type { Faults } from "../shopify/faults";
import type { People } from "../shopify/person";
import type { Random } from "../shopify/random";
import type { Twin } from "../shopify/twin";

/** What a person sets of a fault. `name` is the key of its value. */
export type Parameter =
  | { kind: "percent"; name: string; label: string; start: number }
  | { kind: "seconds"; name: string; label: string; choices: readonly number[]; start: number }
  | { kind: "number"; name: string; label: string; from: number; to: number; start: number }
  | { kind: "choice"; name: string; label: string; choices: readonly { value: string; label: string }[]; start: string }
  /** A location's id; empty for the one with the most open work. */
  | { kind: "location"; name: string; label: string; start: "" };

export type Given = Readonly<Record<string, number | string>>;

/** Where a fault acts by itself: through the people of the shop, with dice of its own. */
export interface FaultStage { twin: Twin; people: People; dice: Random; now(): number }

export interface Errand { everyMs: number; run(): void }

export const GROUPS = [
  { name: "messages", title: "Messages to the app" },
  { name: "calls", title: "The platform's API" },
  { name: "access", title: "Access" },
  { name: "people", title: "People and places" },
] as const;

/** One thing that goes wrong in the world, in words for a person, and what it makes the twin do. */
export interface Fault {
  name: string;
  group: (typeof GROUPS)[number]["name"];
  title: string;
  /** What happens in the real world. */
  happens: string;
  /** What Switchyard is to do about it. */
  expected: string;
  /** Where that is seen in the app: words, and a path in its admin. */
  look: { words: string; path: string };
  parameters: readonly Parameter[];
  /** What may go wrong while it is on, `sinceMs` after it was switched on. */
  weather?(given: Given, sinceMs: number): Partial<Faults>;
  /** Done when it is switched on; what it answers is done when it is switched off. */
  begin?(stage: FaultStage, given: Given): () => void;
  /** Done again and again while it is on. */
  errand?(stage: FaultStage, given: Given): Errand;
}

export const share = (given: Given, name = "rate"): number => Number(given[name]) / 100;
export const milliseconds = (given: Given, name = "seconds"): number => Number(given[name]) * 1_000;
