import type { World } from "./world";

/** Something that may happen next: its weight, its name and what it does. */
export type Happening = readonly [number, string, (world: World) => unknown];
