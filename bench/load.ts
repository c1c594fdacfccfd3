import { createHmac, randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { BENCH_DOMAIN, orderAt, type WorkloadShape } from "./workload";

/**
 * A sender of signed deliveries in a process of its own, cheap enough not to be what is measured: its messages are made and
 * signed before the clock runs, requests are text on raw sockets, one in flight a connection, and of an answer only its
 * status line and end are read.
 */
export interface LoadOrder {
  port: number;
  path: string;
  secret: string;
  connections: number;
  /** Orders that are told of, each in a message of its own; when all were told, the first comes again under a new key. */
  from: number;
  count: number;
  shape?: WorkloadShape;
  /** How long; null: until each order was told once. */
  seconds: number | null;
  /** Messages a second; null: as many as are answered. */
  rate: number | null;
}

export interface LoadReport {
  accepted: number;
  refused: number;
  seconds: number;
  cpuMs: number;
  /** Milliseconds to the end of the answer: from the first byte sent, or with a rate from when it should have been sent. */
  latencies: number[];
}

interface Message {
  head: string;
  body: string;
}

const messagesOf = ({ port, path, secret, from, count, shape }: LoadOrder): Message[] => Array.from({ length: count }, (_, offset) => {
  const { body } = orderAt(from + offset, shape);
  const head = [
    `POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, "Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`,
    "X-Shopify-Topic: orders/create", `X-Shopify-Shop-Domain: ${BENCH_DOMAIN}`, `X-Shopify-Hmac-Sha256: ${createHmac("sha256", secret).update(body).digest("base64")}`,
    "X-Shopify-API-Version: 2026-07", `X-Shopify-Triggered-At: ${new Date().toISOString()}`, `X-Shopify-Event-Id: ${randomUUID()}`,
  ].join("\r\n");
  return { head, body };
});

interface Drive {
  order: LoadOrder;
  messages: readonly Message[];
  report: LoadReport;
  started: number;
  /** Messages that were taken to be sent, by all connections together. */
  taken: number;
}

const textOf = ({ head, body }: Message): string => `${head}\r\nX-Shopify-Webhook-Id: ${randomUUID()}\r\n\r\n${body}`;

/** Sends one message and waits for the end of its answer. */
const exchange = (socket: Socket, message: Message): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const finish = (act: () => void): void => {
      socket.off("data", listen).off("error", fail).off("close", close);
      act();
    };
    const listen = (chunk: string): void => {
      answer += chunk;
      const headEnd = answer.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, headEnd))?.[1] ?? 0);
      if (answer.length >= headEnd + 4 + length) finish(() => resolve(answer));
    };
    const fail = (problem: Error): void => finish(() => reject(problem));
    const close = (): void => fail(new Error("The server closed the connection before it had answered."));
    socket.on("data", listen).once("error", fail).once("close", close);
    socket.write(textOf(message));
  });

const drive = async (socket: Socket, load: Drive): Promise<void> => {
  const { order, messages, report, started } = load;
  const isOver = (): boolean => (order.seconds === null ? load.taken >= messages.length : performance.now() >= started + order.seconds * 1_000);
  while (!isOver()) {
    const mine = load.taken;
    load.taken += 1;
    let began = performance.now();
    if (order.rate !== null) {
      const due = started + (mine * 1_000) / order.rate;
      if (due > began) await sleep(due - began);
      began = due;
    }
    const answer = await exchange(socket, messages[mine % messages.length] as Message);
    if (answer.startsWith("HTTP/1.1 200")) report.accepted += 1;
    else report.refused += 1;
    report.latencies.push(performance.now() - began);
  }
  socket.end();
};

const sendAll = async (order: LoadOrder, messages: readonly Message[]): Promise<LoadReport> => {
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => new Promise<Socket>((resolve, reject) => {
    const socket = connect({ port: order.port, host: "127.0.0.1", noDelay: true }, () => resolve(socket.setEncoding("latin1")));
    socket.once("error", reject);
  })));
  const load: Drive = { order, messages, report: { accepted: 0, refused: 0, seconds: 0, cpuMs: 0, latencies: [] }, started: performance.now(), taken: 0 };
  const before = process.cpuUsage();
  await Promise.all(sockets.map((socket) => drive(socket, load)));
  load.report.seconds = (performance.now() - load.started) / 1_000;
  const used = process.cpuUsage(before);
  load.report.cpuMs = (used.user + used.system) / 1_000;
  return load.report;
};

// Whoever started it is gone: nobody will ask for the report.
process.once("disconnect", () => process.exit(1));
process.once("message", (order: LoadOrder) => {
  const messages = messagesOf(order);
  process.once("message", () => void sendAll(order, messages).then((report) => process.send?.(report, () => process.exit(0))));
  process.send?.("ready");
});
