import Database from "better-sqlite3";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * The floor under ingest: the least that a durable receiver does. node:http, HMAC over the raw body, one row in SQLite with
 * synchronous=FULL, all deliveries that came meanwhile in one transaction, and only then the answers.
 */
const [, , file = ":memory:", secret = ""] = process.argv;

const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
// Bodies are appended, and what is written is copied back to the file as rarely as in the house.
database.pragma("wal_autocheckpoint = 8000");
database.pragma("cache_size = -65536");
database.exec("create table inbox (id integer primary key, delivery_key text not null unique, topic text not null, body text not null)");
const insert = database.prepare("insert or ignore into inbox (delivery_key, topic, body) values (?, ?, ?)");

interface Waiting {
  row: [key: string, topic: string, body: string];
  response: ServerResponse;
}
let waiting: Waiting[] = [];

const commitAll = database.transaction((group: Waiting[]) => {
  for (const { row } of group) insert.run(...row);
});

const flush = (): void => {
  const group = waiting;
  waiting = [];
  commitAll(group);
  for (const { response } of group) response.writeHead(200, { "content-length": 0 }).end();
};

const isSigned = (body: Buffer, request: IncomingMessage): boolean => {
  const given = Buffer.from(String(request.headers["x-shopify-hmac-sha256"] ?? ""), "base64");
  const right = createHmac("sha256", secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (!isSigned(body, request)) return void response.writeHead(401, { "content-length": 0 }).end();
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ row: [String(request.headers["x-shopify-event-id"]), String(request.headers["x-shopify-topic"]), body.toString("utf8")], response });
  });
});
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
