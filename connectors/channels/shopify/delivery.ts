import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { DeliveryHeaders, HeadersReading, Interpretation } from "../port";
import { parseExactJson } from "./json";
import { meaningOf } from "./topics";

/** Webhook deliveries: https://shopify.dev/docs/apps/build/webhooks/delivery-structure */

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** Longest header values that are believed; keys and topics are indexed. */
const HEADER_CHARACTERS_MAX = 255;

/** Header names are case-insensitive; a header given twice counts as its first value. */
function headerOf(headers: DeliveryHeaders, name: string): string | null {
  let value = headers[name];
  if (value === undefined) {
    const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
    value = key === undefined ? undefined : headers[key];
  }
  const first = (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
  return first === "" || first.length > HEADER_CHARACTERS_MAX ? null : first;
}

/**
 * Reads the `X-Shopify-*` headers. The delivery key is the webhook id, which is stable over retries; the event id is shared by
 * all topics of one action, so that in its place the topic and the signature, which is a keyed hash of the body, complete it.
 */
export function readHeaders(headers: DeliveryHeaders): HeadersReading {
  const domain = headerOf(headers, "x-shopify-shop-domain")?.toLowerCase() ?? null;
  if (domain === null) return { ok: false, problem: "The header X-Shopify-Shop-Domain is missing." };
  if (!SHOP_DOMAIN.test(domain)) return { ok: false, problem: "The header X-Shopify-Shop-Domain names no shop of myshopify.com." };
  const topic = headerOf(headers, "x-shopify-topic");
  if (topic === null) return { ok: false, problem: "The header X-Shopify-Topic is missing." };
  const deliveryKey = headerOf(headers, "x-shopify-webhook-id") ?? derivedKey(headers, topic);
  if (deliveryKey === null) return { ok: false, problem: "The headers X-Shopify-Webhook-Id and X-Shopify-Hmac-Sha256 are missing." };
  const triggeredAt = Date.parse(headerOf(headers, "x-shopify-triggered-at") ?? "");
  return { ok: true, domain, topic, deliveryKey, triggeredAt: Number.isNaN(triggeredAt) ? null : triggeredAt };
}

function derivedKey(headers: DeliveryHeaders, topic: string): string | null {
  const signature = headerOf(headers, "x-shopify-hmac-sha256");
  if (signature === null) return null;
  return createHash("sha256").update(`${headerOf(headers, "x-shopify-event-id") ?? ""}\n${topic}\n${signature}`).digest("hex");
}

/** Base64 of HMAC-SHA256 over the raw body, compared in constant time with each secret in turn. */
export function verifyDelivery(body: Buffer, headers: DeliveryHeaders, secrets: readonly string[]): boolean {
  const given = headerOf(headers, "x-shopify-hmac-sha256");
  if (given === null) return false;
  const claimed = Buffer.from(given, "base64");
  let verified = false;
  for (const secret of secrets) {
    // An empty secret would let anybody sign.
    if (secret === "") continue;
    const expected = createHmac("sha256", secret).update(body).digest();
    if (claimed.length === expected.length && timingSafeEqual(claimed, expected)) verified = true;
  }
  return verified;
}

export function interpret(topic: string, body: string): Interpretation {
  const parsed = parseExactJson(body);
  return parsed.ok ? meaningOf(topic, parsed.value) : { kind: "unreadable", problem: parsed.problem };
}
