import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";

export interface Sending {
  url: string;
  shop: string;
  secret: string;
  connections: number;
  /** One a delivery, in their order; a connection takes the next when its last was answered. */
  keys: readonly string[];
  body: string;
  topic: string;
}

/** Sends signed deliveries over lasting connections. Gives the keys that were answered 200, in the order of the answers. */
export const sendSigned = async ({ url, shop, secret, connections, keys, body, topic }: Sending): Promise<string[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  const acknowledged: string[] = [];
  let next = 0;
  const headersOf = (key: string) => ({
    "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body), "X-Shopify-Topic": topic, "X-Shopify-Shop-Domain": shop, "X-Shopify-Hmac-Sha256": signature,
    "X-Shopify-API-Version": "2026-07", "X-Shopify-Triggered-At": new Date().toISOString(), "X-Shopify-Webhook-Id": key, "X-Shopify-Event-Id": key,
  });
  const sendOne = (key: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", agent, headers: headersOf(key) }, (answer) => answer.resume().once("end", () => resolve(answer.statusCode)));
      sent.once("error", reject);
      sent.end(body);
    });
  const connection = async (): Promise<void> => {
    for (let key = keys[next++]; key !== undefined; key = keys[next++]) if ((await sendOne(key)) === 200) acknowledged.push(key);
  };
  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    agent.destroy();
  }
  return acknowledged;
};
