import type { Channel, ChannelWorld } from "../port";
import { createClient } from "./client";
import { interpret, readHeaders, verifyDelivery } from "./delivery";
import { GAPS } from "./gaps";
import { perform } from "./perform";
import { createReads } from "./reads";
import { REQUIRED_SCOPES } from "./scopes";

/** The Shopify connector. It keeps no state but the pacing of each store's calls, so that one serves all stores of a process. */
export function createShopifyChannel(world: ChannelWorld): Channel {
  const client = createClient(world);
  return {
    platform: "shopify",
    gaps: GAPS,
    requiredScopes: REQUIRED_SCOPES,
    readHeaders,
    verifyDelivery,
    interpret,
    ...createReads(world, client),
    perform: (access, intent, attempt) => perform({ client, access, now: () => world.now() }, intent, attempt),
  };
}
