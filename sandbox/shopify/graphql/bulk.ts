import { Kind, parse, print, visit } from "graphql";
import type { ArgumentNode, DocumentNode, FieldNode, ValueNode } from "graphql";
import { utcText, utcTextOrNull } from "../clock-text";
import type { BulkOperation } from "../model/records";
import { accepted, refused } from "../model/world";
import type { Result } from "../model/world";
import { payloadOf } from "./context";
import type { Context } from "./context";
import { digitsOf, globalId } from "./global-id";

/**
 * Bulk queries (shopify.dev: bulk operations): at most five at once, five connections, two levels. The file holds the shop as it was
 * when it was asked for, and is there a moment later.
 */

const RUNNING_MAX = 5;
const CONNECTIONS_MAX = 5;
const LEVELS_MAX = 2;
const PAGE = 250;
/** How long an operation runs. */
const RUN_MS = 1_000;
/** The files lie with another host than the shop's. */
export const BULK_HOST = "bulk-files.myshopify.com";

/** Runs queries with the rights of whoever asked; given from outside, as whoever runs queries knows this file. */
export interface BulkRunner {
  /** What is wrong with a query by the schema. */
  problemOf(text: string): string | null;
  run(text: string, variables: Record<string, unknown>): { data?: unknown; errors?: readonly { extensions?: Record<string, unknown> }[] | undefined };
}

interface Shape { connections: number; levels: number; root: string | null }

function shapeOf(document: DocumentNode): Shape {
  let open = 0;
  const shape: Shape = { connections: 0, levels: 0, root: null };
  visit(document, {
    Field: {
      enter(field) {
        if (!isConnection(field)) return;
        open += 1;
        shape.root ??= field.alias?.value ?? field.name.value;
        shape.connections += 1;
        shape.levels = Math.max(shape.levels, open);
      },
      leave(field) { if (isConnection(field)) open -= 1; },
    },
  });
  return shape;
}

const isConnection = (field: FieldNode): boolean => field.selectionSet?.selections.some((one) => one.kind === Kind.FIELD && (one.name.value === "edges" || one.name.value === "nodes")) === true;

/** Pages are the platform's own business: each connection gets a size, the root one a cursor and its page info. */
function paged(document: DocumentNode, root: string): string {
  const argument = (name: string, value: ValueNode): ArgumentNode => ({ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value });
  const sized = visit(document, {
    Field(field) {
      if (!isConnection(field)) return undefined;
      const own = (field.arguments ?? []).filter(({ name }) => name.value !== "first" && name.value !== "after");
      const isRoot = (field.alias?.value ?? field.name.value) === root;
      const more = [argument("first", { kind: Kind.INT, value: String(PAGE) }), ...(isRoot ? [argument("after", { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: "after" } })] : [])];
      return { ...field, arguments: [...own, ...more] };
    },
  });
  return print(sized).replace(/^(query\s*\w*)?\s*\{/, "query BulkPage($after: String) {").replace(new RegExp(`(${root}[^{]*)\\{`), "$1{ pageInfo { hasNextPage endCursor }");
}

type Node = Record<string, unknown>;
interface Page { pageInfo?: { hasNextPage: boolean; endCursor: string | null }; edges?: { node: Node }[]; nodes?: Node[] }

const isPage = (value: unknown): value is Page => typeof value === "object" && value !== null && (Array.isArray((value as Page).edges) || Array.isArray((value as Page).nodes));
const nodesOf = (page: Page): Node[] => page.nodes ?? page.edges?.map(({ node }) => node) ?? [];

/** A line of its own for each node of a connection; a child names its parent. */
function linesOf(node: Node): { own: string; children: string[] } {
  const plain = Object.fromEntries(Object.entries(node).filter(([, value]) => !isPage(value)));
  const children = Object.values(node).filter(isPage).flatMap(nodesOf).flatMap((child) => {
    const lines = linesOf({ ...child, __parentId: node.id });
    return [lines.own, ...lines.children];
  });
  return { own: JSON.stringify(plain), children };
}

interface File { text: string; roots: number; objects: number; errorCode: string | null }

function write(runner: BulkRunner, wish: { document: DocumentNode; root: string; grouped: boolean }): File {
  const text = paged(wish.document, wish.root);
  const owns: string[] = [];
  const rest: string[] = [];
  let after: string | null = null;
  let roots = 0;
  for (;;) {
    const { data, errors } = runner.run(text, { after });
    if (errors && errors.length > 0) return { text: "", roots, objects: 0, errorCode: errors.some(({ extensions }) => extensions?.code === "ACCESS_DENIED") ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR" };
    const page = (data as Record<string, Page>)[wish.root] ?? {};
    for (const node of nodesOf(page)) {
      const { own, children } = linesOf(node);
      roots += 1;
      owns.push(own);
      (wish.grouped ? owns : rest).push(...children);
    }
    if (page.pageInfo?.hasNextPage !== true) break;
    after = page.pageInfo.endCursor;
  }
  const lines = [...owns, ...rest];
  return { text: lines.map((line) => `${line}\n`).join(""), roots, objects: lines.length, errorCode: null };
}

const isRunning = (operation: BulkOperation, now: number): boolean => now < operation.completedAt;

function start(context: Context, wish: { query: string; groupObjects?: boolean }, runner: BulkRunner): Result<BulkOperation> {
  const { world } = context;
  const now = world.now();
  const document = parsed(wish.query);
  const shape = document && shapeOf(document);
  if (!document || !shape?.root) return refused("Bulk queries must contain at least one connection.", "INVALID", ["query"]);
  const problem = runner.problemOf(wish.query);
  if (problem !== null) return refused(problem, "INVALID", ["query"]);
  if (shape.connections > CONNECTIONS_MAX) return refused("Bulk queries cannot contain more than 5 connections.", "INVALID", ["query"]);
  if (shape.levels > LEVELS_MAX) return refused("Bulk queries cannot contain connections with a nesting depth greater than 2.", "INVALID", ["query"]);
  const known = world.shop.bulkOperations;
  if ([...known.values()].filter((one) => isRunning(one, now)).length >= RUNNING_MAX) return refused("A bulk query operation for this app and shop is already in progress.", "LIMIT_REACHED");
  const file = write(runner, { document, root: shape.root, grouped: wish.groupObjects === true });
  const operation: BulkOperation = {
    id: world.newId(), query: wish.query, createdAt: now, completedAt: now + RUN_MS, errorCode: file.errorCode, text: file.text, roots: file.roots, objects: file.objects, signature: world.random.hex(32),
  };
  known.set(operation.id, operation);
  world.emit("bulk_operations/finish", { kind: "body", body: () => ({
    admin_graphql_api_id: globalId("BulkOperation", operation.id), completed_at: utcText(operation.completedAt), created_at: utcText(now), error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.errorCode === null ? "completed" : "failed", type: "query",
  }) }, operation.completedAt);
  return accepted(operation);
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/** What GraphQL sees of it. */
export class BulkOperationView {
  readonly __typename = "BulkOperation";
  constructor(readonly it: BulkOperation, readonly now: number, readonly isNew = false) {}
  private get running() { return isRunning(this.it, this.now); }
  id() { return globalId("BulkOperation", this.it.id); }
  status() {
    if (this.isNew) return "CREATED";
    if (this.running) return "RUNNING";
    return this.it.errorCode === null ? "COMPLETED" : "FAILED";
  }
  errorCode() { return this.running ? null : this.it.errorCode; }
  type() { return "QUERY"; }
  query() { return this.it.query; }
  createdAt() { return utcText(this.it.createdAt); }
  completedAt() { return utcTextOrNull(this.running ? null : this.it.completedAt); }
  objectCount() { return String(this.running ? 0 : this.it.objects); }
  rootObjectCount() { return String(this.running ? 0 : this.it.roots); }
  fileSize() { return this.running || this.it.errorCode !== null ? null : String(Buffer.byteLength(this.it.text)); }
  url() { return this.running || this.it.errorCode !== null || this.it.objects === 0 ? null : `https://${BULK_HOST}/bulk/${this.it.id}.jsonl?signature=${this.it.signature}`; }
  partialDataUrl() { return null; }
}

type Resolver = (args: never, context: Context) => unknown;

export const bulkQueries: Record<string, Resolver> = {
  bulkOperation: ({ id }: { id: string }, { shop, world }) => {
    const operation = shop.bulkOperations.get(digitsOf("BulkOperation", id));
    return operation ? new BulkOperationView(operation, world.now()) : null;
  },
};

export const bulkMutation = (runner: BulkRunner): Resolver =>
  (wish: { query: string; groupObjects?: boolean }, context) =>
    payloadOf(start(context, wish, runner), ["bulkOperation"], (operation) => ({ bulkOperation: new BulkOperationView(operation, context.world.now(), true) }));

/** The file behind an address that the platform gave; a broken one ends in its middle. */
export function bulkFile(operations: Iterable<BulkOperation>, url: URL, broken: boolean): string | null {
  for (const operation of operations) {
    if (url.pathname !== `/bulk/${operation.id}.jsonl` || url.searchParams.get("signature") !== operation.signature) continue;
    return broken ? operation.text.slice(0, Math.floor(operation.text.length / 2)) : operation.text;
  }
  return null;
}
