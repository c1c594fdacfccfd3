import { comparePresets } from "../domain/routing/presets";
import type { Certificate } from "../domain/routing/types";
import { wholeTask } from "./task";

/** What threads can do, by name. Pure functions of the domain: a thread opens no database and reaches no platform. */
export const TASKS = {
  /** What each preset would have done with past decisions. */
  presets: wholeTask((certificates: readonly Certificate[]) => comparePresets(certificates)),
};
