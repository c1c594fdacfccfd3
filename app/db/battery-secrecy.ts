import { describe, expect, test } from "vitest";
import { toId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { contactRow, MASTER_KEYS, merchant, orderRow, setOf, type Bed } from "./battery-fixtures";
import { openDatabase } from "./open-database";
import type { AppRegistration } from "./port";

const SECOND_KEY = `second:${Buffer.alloc(32, 9).toString("base64")}`;

const registration: AppRegistration = { id: "app", platform: "shopify", clientId: "client-id", clientSecret: "shpss_current-secret", previousClientSecret: "shpss_previous-secret" };
const session: [string, string | number | boolean][] = [
  ["id", "offline_acme.myshopify.com"], ["accessToken", "shpat_access-token"], ["refreshToken", "shprt_refresh-token"], ["expires", 1_780_000_000_000], ["isOnline", false],
];

export const secrecyRules = (bed: () => Bed): void => {
  describe("secrets at rest", () => {
    test("tokens, client secrets, people and search words come back, and stand nowhere in the database", () => withDatabase(bed(), async (db, url) => {
      await db.saveRegistration(registration);
      await db.sessions.put("offline_acme.myshopify.com", "acme.myshopify.com", session);
      await db.commit([setOf({ contacts: [contactRow("c1")], orders: [{ order: orderRow("1"), terms: ["grace@example.com", "marigold"] }] })]);
      expect(await db.registration("app")).toEqual(registration);
      expect(await db.registrations("shopify")).toEqual([registration]);
      expect(await db.sessions.get("offline_acme.myshopify.com")).toEqual(session);
      expect(await db.contacts(merchant, ["c1", "none"])).toEqual(new Map([["c1", contactRow("c1").contact]]));
      const kept = await bed().plainText(url);
      expect(kept).toContain("client-id");
      for (const secret of ["current-secret", "previous-secret", "access-token", "refresh-token", "arigold", "grace", "15550100", "Harbour"]) expect(kept).not.toContain(secret);
    }));

    test("sessions are replaced, listed by shop and removed", () => withDatabase(bed(), async (db) => {
      await db.sessions.put("a", "acme", [["accessToken", "1"]]);
      await db.sessions.put("a", "acme", [["accessToken", "2"]]);
      await db.sessions.put("b", "acme", [["accessToken", "3"]]);
      await db.sessions.put("c", "other", [["accessToken", "4"]]);
      expect(await db.sessions.byShop("acme")).toEqual([[["accessToken", "2"]], [["accessToken", "3"]]]);
      await db.sessions.remove(["a", "c"]);
      expect([await db.sessions.get("a"), await db.sessions.byShop("other")]).toEqual([null, []]);
    }));

    test("sealed text moved to another shop's row does not open", () => withDatabase(bed(), async (db, url) => {
      await db.sessions.put("a", "acme", session);
      await db.sessions.put("b", "intruder", [["accessToken", "x"]]);
      await bed().run(url, "update sessions set sealed = (select sealed from sessions where id = 'a') where id = 'b'");
      await expect(db.sessions.get("b")).rejects.toThrow("cannot be opened");
    }));

    test("an erased contact is gone for good: its key and its sealed text", () => withDatabase(bed(), async (db, url) => {
      await db.commit([setOf({ contacts: [contactRow("c1"), contactRow("c2")] })]);
      await db.eraseContacts(merchant, ["c1"]);
      expect([...(await db.contacts(merchant, ["c1", "c2"])).keys()]).toEqual(["c2"]);
      const { contacts, contactKeys } = await bed().tables(url);
      expect([contacts?.map((row) => row.id), contactKeys?.map((row) => row.contactId)]).toEqual([["c2"], ["c2"]]);
      await db.eraseContacts(toId("someone-else"), ["c2"]);
      expect((await db.contacts(merchant, ["c2"])).size).toBe(1);
    }));

    test("a new master key in front opens and finds what was sealed under the old one", () => withDatabase(bed(), async (db, url) => {
      await db.saveRegistration(registration);
      await db.commit([setOf({ contacts: [contactRow("c1")], orders: [{ order: orderRow("1"), terms: ["grace"] }] })]);
      const rotated = await openDatabase({ url, masterKeys: `${SECOND_KEY},${MASTER_KEYS}` });
      expect(await rotated.registration("app")).toEqual(registration);
      expect((await rotated.contacts(merchant, ["c1"])).size).toBe(1);
      expect((await rotated.findOrders({ merchantId: merchant, search: "grace", limit: 5 })).rows).toHaveLength(1);
      await rotated.close();
      const stranger = await openDatabase({ url, masterKeys: SECOND_KEY });
      await expect(stranger.registration("app")).rejects.toThrow("unknown-key");
      await stranger.close();
    }));
  });
};
