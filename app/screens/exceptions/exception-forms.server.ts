import { toId, type StoreId } from "../../domain/ids";
import type { ReadKind } from "../../domain/messages";
import { refusal, type ActAnswer } from "../act-answer";
import type { ExceptionRef } from "../acts";
import { READ_WORDS } from "./exception-words";

/** One press acts on this many at most. */
const REFS_MAX = 300;
const REASON_CHARACTERS_MAX = 200;
const CAUSE_CHARACTERS_MAX = 2_000;

export interface ExceptionForm {
  act: "retry" | "dismiss";
  /** Those of one page, all that one cause hit, or a run that stopped. */
  subject: { kind: "refs"; refs: ExceptionRef[] } | { kind: "cause"; cause: string } | { kind: "run"; runId: string };
  reason: string;
}

/** Reads what the page posts; anything else does nothing and says so. */
export function readExceptionForm(form: FormData): { ok: true; form: ExceptionForm } | { ok: false; answer: ActAnswer } {
  const text = (name: string) => String(form.get(name) ?? "");
  const act = text("act");
  const subject = readSubject(text);
  if (subject === null || (act !== "retry" && act !== "dismiss")) return { ok: false, answer: refusal("This page is out of date. Reload it and try again.") };
  const reason = text("reason").trim();
  if (act === "dismiss" && reason === "") return { ok: false, answer: { ok: false, problem: null, problems: { reason: "Say why this needs nothing more." } } };
  if (reason.length > REASON_CHARACTERS_MAX) return { ok: false, answer: { ok: false, problem: null, problems: { reason: `Keep the reason under ${REASON_CHARACTERS_MAX} characters.` } } };
  return { ok: true, form: { act, subject, reason } };
}

function readSubject(text: (name: string) => string): ExceptionForm["subject"] | null {
  if (text("runId") !== "") return { kind: "run", runId: text("runId") };
  const cause = text("cause");
  if (cause !== "") return cause.length > CAUSE_CHARACTERS_MAX ? null : { kind: "cause", cause };
  const refs = readRefs(text("refs"));
  return refs === null ? null : { kind: "refs", refs };
}

function readRefs(value: string): ExceptionRef[] | null {
  try {
    const parsed: unknown = JSON.parse(value);
    if (!Array.isArray(parsed) || parsed.length === 0 || parsed.length > REFS_MAX) return null;
    const refs = parsed.map(readRef);
    return refs.every((ref) => ref !== null) ? refs : null;
  } catch {
    return null;
  }
}

function readRef(value: unknown): ExceptionRef | null {
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  const { kind, id, storeId, read, target } = value as Record<string, unknown>;
  if ((kind === "delivery" || kind === "intent") && typeof id === "string") return { kind, id };
  if (kind !== "read" || typeof read !== "string" || !Object.hasOwn(READ_WORDS, read) || typeof storeId !== "string" || typeof target !== "string") return null;
  return { kind, storeId: toId<StoreId>(storeId), read: read as ReadKind, target };
}
