import { index, route, type RouteConfig } from "@remix-run/route-config";

/** Every merchant page is written once and mounted under both surfaces, each mount under its own id. */
const screens = (surface: "shopify" | "bigcommerce") => [
  index("screens/home/home.tsx", { id: `${surface}.home` }),
  route("orders", "screens/orders/orders.tsx", { id: `${surface}.orders` }),
  route("orders/:orderId", "screens/order/order.tsx", { id: `${surface}.order` }),
  route("inventory", "screens/inventory/inventory.tsx", { id: `${surface}.inventory` }),
  route("inventory/:itemId", "screens/inventory/item.tsx", { id: `${surface}.item` }),
  route("customers", "screens/customers/customers.tsx", { id: `${surface}.customers` }),
  route("customers/:customerId", "screens/customer/customer.tsx", { id: `${surface}.customer` }),
  route("exceptions", "screens/exceptions/exceptions.tsx", { id: `${surface}.exceptions` }),
  route("*", "screens/missing/missing.tsx", { id: `${surface}.missing` }),
];

export default [
  route("shopify", "routes/shopify.tsx", { id: "shopify" }, screens("shopify")),
  route("bigcommerce", "routes/bigcommerce.tsx", { id: "bigcommerce" }, screens("bigcommerce")),
] satisfies RouteConfig;
