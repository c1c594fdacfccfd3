import { expect, test } from "vitest";
import { parseAppFile, readAppFile } from "./app-file";

test("topics of every subscription, compliance topics and scopes are read; comments are not", () => {
  const text = `
[access_scopes]
# scopes = "write_everything"
scopes = "read_orders, write_inventory"
optional_scopes = ["read_all_orders"]
[[webhooks.subscriptions]]
topics = ["orders/create",
  "orders/updated"]
[[webhooks.subscriptions]]
topics = [ "orders/create" ]
[[webhooks.subscriptions]]
compliance_topics = ["shop/redact"]
`;
  expect(parseAppFile(text)).toEqual({ topics: ["orders/create", "orders/updated", "shop/redact"], scopes: ["read_orders", "write_inventory"], optionalScopes: ["read_all_orders"] });
});

test("without a file there are topics and scopes to work with", () => {
  expect(readAppFile("/nowhere/shopify.app.toml").topics).toContain("orders/create");
});
