import { z } from "zod";
import type { Endpoint } from "./endpoint";
import { Problem } from "./shapes";
import type { WriteEndpoint } from "./write-endpoint";

const PROBLEMS: Record<string, string> = {
  400: "An argument is wrong; the body names it and what is allowed", 401: "No key, or not a valid one", 404: "Not found", 429: "Too many requests; Retry-After says how long to wait",
};
const WRITE_PROBLEMS: Record<string, string> = {
  ...PROBLEMS, 403: "The key may not write", 409: "The same request is being answered, or was broken off", 413: "The body is too large",
  422: "Refused, and nothing was changed: `errors` names every row and field; or the Idempotency-Key belongs to another request",
};

/** The OpenAPI document, made from the schemas that read the arguments and shape the answers. */
export function openApiDocument({ reads, writes, basePath }: { reads: readonly Endpoint[]; writes: readonly WriteEndpoint[]; basePath: string }): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  const add = (path: string, method: string, described: Record<string, unknown>): void => {
    const name = path.replace(/:(\w+)/g, "{$1}");
    paths[name] = { ...paths[name], [method]: described };
  };
  for (const one of reads) add(one.path, "get", operation(one));
  for (const one of writes) add(one.path, one.method, writeOperation(one));
  return {
    openapi: "3.1.0",
    info: {
      title: "Switchyard", version: "1",
      description: "One merchant's orders and stock. Answers carry no personal data. Times are ISO 8601 in UTC; lists are `{ data, nextCursor }`; errors are application/problem+json. Writes want an Idempotency-Key and a key that may write.",
    },
    servers: [{ url: basePath }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key made with `switchyard api-key create`" } },
      schemas: { Problem: schemaOf(Problem, "output") },
    },
  };
}

function operation(one: Endpoint): Record<string, unknown> {
  return { tags: [one.tag], summary: one.summary, description: one.description, parameters: parameters(one), responses: responses(one.answer, "Found", PROBLEMS) };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", maxLength: 255 },
  description: "A value of your own for each change. The same key with the same body has one effect and is answered the same again, for 24 hours.",
};

function writeOperation(one: WriteEndpoint): Record<string, unknown> {
  return {
    tags: [one.tag], summary: one.summary, description: one.description, parameters: [...inPath(one.path), IDEMPOTENCY_KEY],
    requestBody: { required: true, content: { "application/json": { schema: schemaOf(one.body, "input") } } },
    responses: responses(one.answer, "Done", WRITE_PROBLEMS),
  };
}

function responses(answer: z.ZodType, description: string, problems: Record<string, string>): Record<string, unknown> {
  const refusals = Object.entries(problems).map(([status, words]) => [status, { description: words, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } }]);
  return { 200: { description, content: { "application/json": { schema: schemaOf(answer, "output") } } }, ...Object.fromEntries(refusals) };
}

const inPath = (path: string): Record<string, unknown>[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));

function parameters(one: Endpoint): Record<string, unknown>[] {
  const { properties = {} } = schemaOf(one.query, "input") as { properties?: Record<string, { description?: string }> };
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({ name, in: "query", required: false, description, schema }));
  return [...inPath(one.path), ...inQuery];
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
