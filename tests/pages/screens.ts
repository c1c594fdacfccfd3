/** Every screen of the surface over the made-up shop, for whatever looks at all of them: accessibility, pictures. */
export const SCREENS: readonly { name: string; path: string }[] = [
  { name: "home", path: "" },
  { name: "orders", path: "/orders" },
  { name: "orders-held", path: "/orders?tab=held" },
  { name: "orders-none", path: "/orders?search=zzz" },
  { name: "order", path: "/orders/o1042" },
  { name: "order-backordered", path: "/orders/o1040" },
  { name: "order-shipped", path: "/orders/o1039" },
  { name: "inventory", path: "/inventory" },
  { name: "item", path: "/inventory/cap" },
  { name: "item-entries", path: "/inventory/flask?location=dallas&state=available" },
  { name: "inventory-none", path: "/inventory?search=zzz" },
  { name: "inventory-import", path: "/inventory/import" },
  { name: "customers", path: "/customers" },
  { name: "customer", path: "/customers/s1-71" },
  { name: "customer-withheld", path: "/customers/s1-73" },
  { name: "locations", path: "/locations" },
  { name: "location", path: "/locations/reno" },
  { name: "location-paused", path: "/locations/soho" },
  { name: "setup-import", path: "/setup?step=import" },
  { name: "setup-locations", path: "/setup?step=locations" },
  { name: "setup-routing", path: "/setup?step=routing" },
  { name: "setup-observe", path: "/setup?step=observe" },
  { name: "setup-go-live", path: "/setup?step=go-live" },
  { name: "settings", path: "/settings" },
  { name: "settings-permissions", path: "/settings/permissions" },
  { name: "settings-keys", path: "/settings/keys" },
  { name: "settings-privacy", path: "/settings/privacy" },
  { name: "settings-runs", path: "/settings/runs" },
  { name: "settings-activity", path: "/settings/activity" },
  { name: "exceptions", path: "/exceptions" },
  { name: "missing", path: "/nope" },
];

export const SURFACES = ["/shopify", "/bigcommerce"] as const;
/** CSS pixels: a laptop's admin, and the narrowest phone that reflow has to serve. Source: WCAG 2.2, 1.4.10, which asks for 320 and lets tables scroll. */
export const WIDTHS = [1280, 390] as const;
