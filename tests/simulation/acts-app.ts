import { connectStore } from "../../app/flows/connect-store";
import type { Happening } from "./happening";
import { storeNow } from "./acts-house";
import { alive } from "./steps";
import { DOMAIN, SCOPES } from "./store";
import type { World } from "./world";

/** The app is removed from the shop, and comes back. */
export const appActs: readonly Happening[] = [
  [0.08, "uninstall", uninstall],
  [1.5, "install again", (world) => installAgain(world)],
];

function uninstall(world: World): void {
  if (!world.twin.shop().installed) return;
  // What is announced until it comes back, nobody hears.
  world.memory.deaf = true;
  world.twin.people().uninstall();
}

/** Where it was removed: a person opens it again, and its admin exchanges a token. */
export const installAgain = async (world: World): Promise<void> => {
  const { twin, ground } = world;
  const wasRemoved = !twin.shop().installed;
  if (wasRemoved) {
    twin.people().install();
    ground.token = twin.grantToken(DOMAIN);
  }
  if (!wasRemoved && (await storeNow(world)).status !== "uninstalled") return;
  const store = await alive(world, 0, (ctx) => connectStore(ctx, { platform: "shopify", domain: DOMAIN, registrationId: "simulated", scopes: SCOPES }));
  world.trace.note(`install again ${store === "died" ? store : store.status}`);
};
