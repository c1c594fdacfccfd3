import { z } from "zod";
import { toId, type Instant, type PlatformId } from "../../../app/domain/ids";
import { idOfGid, type GidKind } from "./ids";

/**
 * The building blocks of both edges: webhook bodies and GraphQL answers. Unknown extra fields pass; nulls are normal
 * wherever Shopify's protected customer data rules or odd orders make them so.
 */

/** An id as digits: a number that a double holds, or text as `parseExactJson` leaves long ones. */
export const numericId = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/)], { error: "is not an id" })
  .transform((value) => toId<PlatformId>(String(value)));

/** A global id, reduced to its digits. */
export const globalId = z.string().transform((text, context): PlatformId => {
  const id = idOfGid(text);
  if (id !== null) return id;
  context.addIssue({ code: "custom", message: "is not a global id" });
  return z.NEVER;
});

/** A global id of one kind, reduced to its digits. */
export const globalIdOf = (kind: GidKind) => z.string().transform((text, context): PlatformId => {
  const id = idOfGid(text, kind);
  if (id !== null) return id;
  context.addIssue({ code: "custom", message: `is not a global id of a ${kind}` });
  return z.NEVER;
});

/** A global id of a kind whose ids need not be numbers: reduced to what follows the kind. */
export const anyGlobalId = z.string().transform((text, context): PlatformId => {
  const last = /^gid:\/\/shopify\/\w+\/([^?]+)/.exec(text)?.[1];
  if (last !== undefined) return toId<PlatformId>(last);
  context.addIssue({ code: "custom", message: "is not a global id" });
  return z.NEVER;
});

/** ISO 8601 with an offset → milliseconds. */
export const instant = z.string().transform((text, context): Instant => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.addIssue({ code: "custom", message: "is not a date" });
  return z.NEVER;
});

/** `"199.00"`, and a bare number where older deliveries have one. Turned into minor units where the currency is known. */
export const amount = z.union([z.string(), z.number()], { error: "is not an amount" }).transform((value) => String(value));

/** Missing, null and blank are one thing: nothing there. */
export const words = z.union([z.string(), z.number()]).nullish()
  .transform((value) => (value === null || value === undefined || String(value).trim() === "" ? null : String(value)));

/** ISO 4217, which says how many decimals an amount has. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, { error: "is not a currency" });

export const coordinate = z.union([z.number(), z.string()]).nullish().transform((value) => {
  const degrees = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  return Number.isFinite(degrees) ? degrees : null;
});

export const units = z.number().int();

/** Parses outside data; the first complaint becomes one readable sentence that names the field: `line_items[0].quantity` is missing. */
export function readShape<T>(schema: z.ZodType<T>, value: unknown): { ok: true; value: T } | { ok: false; problem: string } {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? { ok: true, value: result.data } : { ok: false, problem: problemOf(result.error) };
}

function problemOf(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const subject = issue.path.length === 0 ? "The body" : `\`${pathWords(issue.path)}\``;
  if (issue.code === "custom") return `${subject} ${issue.message}.`;
  if (issue.input === undefined) return `${subject} is missing.`;
  if (issue.code === "invalid_type") return `${subject} must be ${EXPECTED[issue.expected] ?? `a ${issue.expected}`}.`;
  return `${subject} ${issue.message.startsWith("is ") ? issue.message : "has a wrong form"}.`;
}

const EXPECTED: Record<string, string> = { int: "a whole number", array: "a list", object: "an object", boolean: "true or false", string: "text" };

const pathWords = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((words, key) => (typeof key === "number" ? `${words}[${key}]` : words === "" ? String(key) : `${words}.${String(key)}`), "");
