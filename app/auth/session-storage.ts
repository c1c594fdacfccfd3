import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { SessionRows } from "../db/port";

/** What a visit needs of them; refreshing has words of its own. */
export type VisitSessions = Pick<SessionRows, "put" | "get" | "remove" | "byShop">;

/** Shopify's session storage over the house's own rows, which seal tokens before they reach the disk. */
export function createSessionStorage(rows: VisitSessions): SessionStorage {
  const remove = async (ids: string[]): Promise<boolean> => {
    await rows.remove(ids);
    return true;
  };
  return {
    async storeSession(session) {
      await rows.put(session.id, session.shop, session.toPropertyArray(true));
      return true;
    },
    async loadSession(id) {
      const properties = await rows.get(id);
      return properties ? Session.fromPropertyArray(properties, true) : undefined;
    },
    deleteSession: (id) => remove([id]),
    deleteSessions: remove,
    async findSessionsByShop(shop) {
      return (await rows.byShop(shop)).map((properties) => Session.fromPropertyArray(properties, true));
    },
  };
}
