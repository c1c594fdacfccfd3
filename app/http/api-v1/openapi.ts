import { z } from "zod";
import type { Endpoint } from "./endpoint";
import { Problem } from "./shapes";

const PROBLEMS: Record<string, string> = { 400: "An argument is wrong; the body names it and what is allowed", 401: "No key, or not a valid one", 404: "Not found" };

/** The OpenAPI document, made from the schemas that read the arguments and shape the answers. */
export function openApiDocument(endpoints: readonly Endpoint[], basePath: string): Record<string, unknown> {
  const paths = endpoints.map((one) => [one.path.replace(/:(\w+)/g, "{$1}"), { get: operation(one) }]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Switchyard", version: "1",
      description: "Read access to one merchant's orders and stock. Answers carry no personal data. Times are ISO 8601 in UTC; lists are `{ data, nextCursor }`; errors are application/problem+json.",
    },
    servers: [{ url: basePath }],
    security: [{ key: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key made with `switchyard api-key create`" } },
      schemas: { Problem: schemaOf(Problem, "output") },
    },
  };
}

function operation(one: Endpoint): Record<string, unknown> {
  const refusals = Object.entries(PROBLEMS).map(([status, description]) => [status, { description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } }]);
  return {
    tags: [one.tag], summary: one.summary, description: one.description, parameters: parameters(one),
    responses: { 200: { description: "Found", content: { "application/json": { schema: schemaOf(one.answer, "output") } } }, ...Object.fromEntries(refusals) },
  };
}

function parameters(one: Endpoint): Record<string, unknown>[] {
  const inPath = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const { properties = {} } = schemaOf(one.query, "input") as { properties?: Record<string, { description?: string }> };
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({ name, in: "query", required: false, description, schema }));
  return [...inPath, ...inQuery];
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
