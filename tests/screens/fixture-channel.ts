import type { Channel } from "../../connectors/channels/port";

/** What screens ask of a channel: its limits and permissions. They never call the platform. */
const told: Pick<Channel, "platform" | "gaps" | "requiredScopes"> = {
  platform: "shopify",
  gaps: [{ ability: "orders older than 60 days", reason: "Your shop shows an app the orders of the last 60 days; older ones need the permission read_all_orders." }],
  requiredScopes: [
    { scope: "write_orders", stops: "Orders are not read any more, and nothing is cancelled from here." },
    { scope: "write_inventory", stops: "Stock is not read, and no quantity is changed from here." },
    { scope: "read_customers", stops: "Customers have no names, e-mail addresses or profiles." },
  ],
};

export const fixtureChannel = told as Channel;
