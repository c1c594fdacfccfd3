/** What the app tells of an order; `GET /api/admin/order-routing` answers so. */
export interface OrderRouting {
  state: { label: string; tone: string };
  meaning: string;
  sentences: string[];
  cost: { total: string; terms: { label: string; text: string; share: number }[] } | null;
  policy: string | null;
  path: string;
}

/** How the question ended. */
export type Answer = { kind: "told"; routing: OrderRouting } | { kind: "unknown" } | { kind: "signed-out" } | { kind: "failed" };

const PATIENCE_MS = 10_000;

/**
 * Asks the app about an order. A relative address is resolved against the app's own, and the admin puts the visitor's id token on
 * the request (shopify.dev: admin extensions, network features).
 */
export async function askRouting(orderId: string): Promise<Answer> {
  try {
    const answer = await fetch(`/api/admin/order-routing?order=${encodeURIComponent(orderId)}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 404) return { kind: "unknown" };
    if (answer.status === 401) return { kind: "signed-out" };
    const routing = answer.ok ? readRouting(await answer.json()) : null;
    return routing === null ? { kind: "failed" } : { kind: "told", routing };
  } catch {
    return { kind: "failed" };
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Null: not what the app of today answers, so that half an answer is never shown as a whole one. */
function readRouting(value: unknown): OrderRouting | null {
  if (!isObject(value) || !isObject(value.state)) return null;
  const { state: { label, tone }, meaning, sentences, cost, policy, path } = value;
  if (!isText(label) || !isText(tone) || !isText(meaning) || !isText(path) || !(policy === null || isText(policy))) return null;
  if (!Array.isArray(sentences) || !sentences.every(isText) || !(cost === null || isCost(cost))) return null;
  return { state: { label, tone }, meaning, sentences, cost, policy, path };
}

function isCost(value: unknown): value is NonNullable<OrderRouting["cost"]> {
  return isObject(value) && isText(value.total) && Array.isArray(value.terms)
    && value.terms.every((term: unknown) => isObject(term) && isText(term.label) && isText(term.text) && typeof term.share === "number");
}
