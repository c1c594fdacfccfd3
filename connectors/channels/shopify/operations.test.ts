import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, parse, TypeInfo, validate, visit, visitWithTypeInfo, type IntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { ORDER_CREATE } from "./live-harness";
import * as operations from "./operations";
import { grants, readAppConfig } from "./fixtures/app-config";
import { REQUIRED_SCOPES } from "./scopes";

const SCHEMA = new URL("../../../.cache/shopify/admin_2026-07.json.gz", import.meta.url);
const missing = !existsSync(SCHEMA);

interface Published {
  data: IntrospectionQuery;
  offline_scopes: { items: { type: string; typeName: string; fieldName?: string; offlineScopes: string[] }[] };
}

const published = missing ? null : (JSON.parse(gunzipSync(readFileSync(SCHEMA)).toString("utf8")) as Published);
const documents = Object.values(operations).filter((value) => typeof value === "object");

/** Made only by the live battery, with a token of its own. */
const liveOnly = [ORDER_CREATE];
/** Sent as text inside another document. */
const inside = [{ name: "the bulk query", document: operations.BULK_ITEMS }];

describe.skipIf(missing)("the documents against Shopify's published Admin schema 2026-07 (scripts/fetch-shopify-schema.mjs)", () => {
  const schema = published === null ? null : buildClientSchema(published.data, { assumeValid: true });

  it.each([...documents, ...liveOnly, ...inside].map((operation) => [operation.name, operation] as const))("%s is valid", (_name, operation) => {
    expect(validate(schema!, parse(operation.document)).map((error) => error.message)).toEqual([]);
  });

  it.each([...documents, ...inside].map((operation) => [operation.name, operation] as const))("%s needs only scopes that shopify.app.toml declares", (_name, operation) => {
    const scopesOf = new Map(published!.offline_scopes.items.map((item) => [`${item.typeName}.${item.fieldName ?? ""}`, item.offlineScopes]));
    const declared = readAppConfig().scopes;
    const ungranted: string[] = [];
    const info = new TypeInfo(schema!);
    visit(parse(operation.document), visitWithTypeInfo(info, {
      Field() {
        const parent = info.getParentType()?.name ?? "";
        const type = String(info.getType()).replace(/[[\]!]/g, "");
        for (const key of [`${parent}.${info.getFieldDef()?.name ?? ""}`, `${type}.`]) {
          const anyOf = scopesOf.get(key) ?? [];
          if (anyOf.length > 0 && !anyOf.some((scope) => grants(declared, scope))) ungranted.push(`${key} needs ${anyOf.join(" or ")}`);
        }
      },
    }));
    expect(ungranted).toEqual([]);
  });
});

describe.skipIf(missing)("the topics of shopify.app.toml", () => {
  it("exist, and each has a scope that is declared", () => {
    const config = readAppConfig();
    const values = published!.data.__schema.types.find((type) => type.name === "WebhookSubscriptionTopic");
    const descriptions = new Map(values?.kind === "ENUM" ? values.enumValues.map((value) => [value.name, value.description ?? ""]) : []);
    const wrong = config.topics.filter((topic) => {
      const description = descriptions.get(topic.toUpperCase().replace("/", "_"));
      if (description === undefined) return true;
      const anyOf = /at least one of the following scopes: ([a-z_, ]+)/.exec(description)?.[1]?.split(",").map((scope) => scope.trim()) ?? [];
      return anyOf.length > 0 && !anyOf.some((scope) => grants(config.scopes, scope));
    });
    expect(wrong).toEqual([]);
  });
});

it("asks for the scopes of shopify.app.toml, and says in words what stops without each", () => {
  expect(REQUIRED_SCOPES.map(({ scope }) => scope).sort()).toEqual([...readAppConfig().scopes].sort());
  for (const { stops } of REQUIRED_SCOPES) expect(stops).toMatch(/^[A-Z].{20,}\.$/);
});

it("names each operation as its document does", () => {
  for (const operation of documents) {
    expect(operation.document).toMatch(new RegExp(`^${operation.mutation ? "mutation" : "query"} ${operation.name}\\b`));
  }
});
