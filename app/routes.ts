import { index, route, type RouteConfig } from "@remix-run/route-config";

/** Every merchant page is written once and mounted under both surfaces, each mount under its own id. */
const screens = (surface: "shopify" | "bigcommerce") => [
  index("screens/home/home.tsx", { id: `${surface}.home` }),
  route("orders", "screens/orders/orders.tsx", { id: `${surface}.orders` }),
  route("orders/:orderId", "screens/order/order.tsx", { id: `${surface}.order` }),
  route("inventory", "screens/inventory/inventory.tsx", { id: `${surface}.inventory` }),
  route("inventory/import", "screens/inventory/import.tsx", { id: `${surface}.import-stock` }),
  route("inventory/:itemId", "screens/inventory/item.tsx", { id: `${surface}.item` }),
  route("customers", "screens/customers/customers.tsx", { id: `${surface}.customers` }),
  route("customers/:customerId", "screens/customer/customer.tsx", { id: `${surface}.customer` }),
  route("locations", "screens/locations/locations.tsx", { id: `${surface}.locations` }),
  route("locations/:locationId", "screens/location/location.tsx", { id: `${surface}.location` }),
  route("policy", "screens/policy/policy.tsx", { id: `${surface}.policy` }),
  route("policy/versions/:version", "screens/policy/version.tsx", { id: `${surface}.policy-version` }),
  route("policy/drafts/:draftId/publish", "screens/policy/publish.tsx", { id: `${surface}.policy-publish` }),
  route("policy/drafts/:draftId/rules/:ruleId", "screens/policy/rule.tsx", { id: `${surface}.policy-rule` }),
  route("policy/drafts/:draftId/:section?", "screens/policy/draft.tsx", { id: `${surface}.policy-draft` }),
  route("replay", "screens/replay/replay.tsx", { id: `${surface}.replay` }),
  route("replay/:runId", "screens/replay/result.tsx", { id: `${surface}.replay-one` }),
  route("setup", "screens/setup/setup.tsx", { id: `${surface}.setup` }),
  route("settings", "screens/settings/settings.tsx", { id: `${surface}.settings` }),
  route("settings/permissions", "screens/settings/permissions.tsx", { id: `${surface}.permissions` }),
  route("settings/keys", "screens/settings/keys.tsx", { id: `${surface}.keys` }),
  route("settings/privacy", "screens/settings/privacy.tsx", { id: `${surface}.privacy` }),
  route("settings/privacy/:runId", "screens/settings/privacy-file.tsx", { id: `${surface}.privacy-file` }),
  route("settings/runs", "screens/settings/runs.tsx", { id: `${surface}.runs` }),
  route("settings/activity", "screens/settings/activity.tsx", { id: `${surface}.activity` }),
  route("drift", "screens/drift/drift.tsx", { id: `${surface}.drift` }),
  route("drift/:driftId", "screens/drift/drift-detail.tsx", { id: `${surface}.drift-one` }),
  route("exceptions", "screens/exceptions/exceptions.tsx", { id: `${surface}.exceptions` }),
  route("*", "screens/missing/missing.tsx", { id: `${surface}.missing` }),
];

export default [
  route("shopify", "routes/shopify.tsx", { id: "shopify" }, screens("shopify")),
  route("bigcommerce", "routes/bigcommerce.tsx", { id: "bigcommerce" }, screens("bigcommerce")),
] satisfies RouteConfig;
