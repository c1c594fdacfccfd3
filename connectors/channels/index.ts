import type { Platform } from "../../app/domain/platform";
import type { Channel, ChannelWorld } from "./port";
import { createShopifyChannel } from "./shopify";

/** Every platform that has a connector. To add one: copy the file names of `shopify/`, add a line here, pass conformance.ts. */
const MAKERS: Partial<Record<Platform, (world: ChannelWorld) => Channel>> = {
  shopify: createShopifyChannel,
};

/** One channel for each platform, all in one world. */
export const createChannels = (world: ChannelWorld): ReadonlyMap<Platform, Channel> =>
  new Map(Object.values(MAKERS).map((make) => make(world)).map((channel) => [channel.platform, channel]));
