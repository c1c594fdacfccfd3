import { hash, randomBytes } from "node:crypto";
import type { FlowContext } from "./flows/context";
import { createNewId } from "./new-id.server";

/** Time, ids and chance as they really are; tests and the simulator bring their own. */
export const clockwork: Pick<FlowContext, "now" | "newId" | "random" | "sha256"> = {
  now: Date.now,
  newId: createNewId(Date.now, randomBytes),
  random: Math.random,
  sha256: (text) => hash("sha256", text, "hex"),
};
