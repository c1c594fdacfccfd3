import type { ChannelWorld } from "../../connectors/channels/port";
import type { StoreGate } from "../flows/store-gate";

/** A store whose tokens are refused again and again is not refreshed more often than this. */
const REFUSAL_REST_MS = 10 * 60_000;

type Fetch = ChannelWorld["fetch"];

interface Watch {
  gate: Pick<StoreGate, "answered" | "failed">;
  now(): number;
  /** Filled with tokens that were refused before their time, by the shop's domain. */
  refusedTokens: Map<string, string>;
}

/**
 * Tells the gate of every call whether the platform answered it: a time-out, a lost connection and a 5xx are silence, at whichever byte they
 * come; a refusal, a throttling and a missing permission are answers.
 */
export function watchedFetch(send: Fetch, { gate, now, refusedTokens }: Watch): Fetch {
  const refusedAt = new Map<string, number>();
  const noteRefusal = (domain: string, token: string | undefined): void => {
    if (token === undefined || now() - (refusedAt.get(domain) ?? -REFUSAL_REST_MS) < REFUSAL_REST_MS) return;
    refusedAt.set(domain, now());
    refusedTokens.set(domain, token);
  };
  return async (url, init) => {
    const domain = new URL(url).hostname;
    const heard = async <T>(part: Promise<T>): Promise<T> => {
      try {
        return await part;
      } catch (error) {
        gate.failed(domain, "platform-api");
        throw error;
      }
    };
    const response = await heard(send(url, init));
    if (response.status === 401) noteRefusal(domain, init.headers["x-shopify-access-token"]);
    if (response.status >= 500) {
      gate.failed(domain, "platform-api");
      return response;
    }
    return {
      status: response.status, headers: response.headers, body: response.body,
      async text() {
        const text = await heard(response.text());
        gate.answered(domain, "platform-api");
        return text;
      },
    };
  };
}
