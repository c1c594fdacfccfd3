import type { StoreRecord } from "../domain/records";

/**
 * What became of a person's act. A refusal changes nothing: `field` names the input that must change (as the verb
 * spells it; a line's quantity is `lines.<orderLineId>`), null when no single input is to blame; `problem` is a sentence
 * that a screen prints as it is.
 */
export type ActResult = { ok: true } | { ok: false; field: string | null; problem: string };

/** Who asks, and for which store. `actor` is `person:<id>`. */
export interface Ask {
  store: StoreRecord;
  actor: string;
}
