import { createHmac, randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";

/**
 * A sender of signed deliveries in a process of its own, cheap enough not to be what is measured: requests are text on raw
 * sockets, one in flight a connection, and of an answer only its status line and end are read.
 */
export interface LoadOrder {
  port: number;
  path: string;
  secret: string;
  shop: string;
  topic: string;
  body: string;
  connections: number;
  seconds: number;
}

export interface LoadReport {
  accepted: number;
  refused: number;
  seconds: number;
  /** Milliseconds from the first byte sent to the end of the answer. */
  latencies: number[];
}

const requestText = (order: LoadOrder, signature: string): string => [
  `POST ${order.path} HTTP/1.1`, `Host: 127.0.0.1:${order.port}`, "Content-Type: application/json", `Content-Length: ${Buffer.byteLength(order.body)}`,
  `X-Shopify-Topic: ${order.topic}`, `X-Shopify-Shop-Domain: ${order.shop}`, `X-Shopify-Hmac-Sha256: ${signature}`, "X-Shopify-API-Version: 2026-07",
  `X-Shopify-Triggered-At: ${new Date().toISOString()}`, `X-Shopify-Webhook-Id: ${randomUUID()}`, `X-Shopify-Event-Id: ${randomUUID()}`, "", order.body,
].join("\r\n");

const drive = (socket: Socket, order: LoadOrder, { report, until, signature }: { report: LoadReport; until: number; signature: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    let sentAt = 0;
    let answer = "";
    const send = (): void => {
      sentAt = performance.now();
      socket.write(requestText(order, signature));
    };
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      const headEnd = answer.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, headEnd))?.[1] ?? 0);
      if (answer.length < headEnd + 4 + length) return;
      if (answer.startsWith("HTTP/1.1 200")) report.accepted += 1;
      else report.refused += 1;
      report.latencies.push(performance.now() - sentAt);
      answer = "";
      if (performance.now() < until) send();
      else socket.end(() => resolve());
    });
    socket.once("error", reject);
    send();
  });

const sendAll = async (order: LoadOrder): Promise<LoadReport> => {
  const report: LoadReport = { accepted: 0, refused: 0, seconds: 0, latencies: [] };
  const signature = createHmac("sha256", order.secret).update(order.body).digest("base64");
  const opened = await Promise.all(Array.from({ length: order.connections }, () => new Promise<Socket>((resolve, reject) => {
    const socket = connect({ port: order.port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  })));
  const started = performance.now();
  await Promise.all(opened.map((socket) => drive(socket, order, { report, until: started + order.seconds * 1000, signature })));
  report.seconds = (performance.now() - started) / 1000;
  return report;
};

process.once("message", (order: LoadOrder) => void sendAll(order).then((report) => process.send?.(report, () => process.exit(0))));
