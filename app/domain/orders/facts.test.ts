import { describe, expect, it } from "vitest";
import { itemNamed } from "../fulfillment/records.fixture";
import { type ItemId, type PlatformId, toId } from "../ids";
import { contactIdOf, isNewItem, isReworded, itemRecord, lineRecords, newOrder, orderFields, searchTerms, tagTerm } from "./facts";
import { MERCHANT, STORE } from "./house-model.fixture";
import { Scene } from "./scene.fixture";

const OWNER = { merchantId: MERCHANT, storeId: STORE };
const platformOrder = () => {
  const scene = new Scene([]);
  return scene.platform.readOrder(scene.order([{ item: "mug", units: 2 }, { item: "tee", units: 1 }])).order;
};

describe("an order as its first message tells it", () => {
  it("has the same id whoever tells it, and is at its first version", () => {
    const fact = platformOrder();
    const [one, other] = [newOrder(OWNER, fact, { adopted: true, now: 1 }), newOrder(OWNER, fact, { adopted: false, now: 2 })];
    expect(one.id).toBe(other.id);
    expect(one).toMatchObject({ version: 1, readAt: null, adopted: true, contactId: null });
  });

  it("has a contact only where the platform tells of a person", () => {
    const contact = { name: "Zuzanna", email: null, phone: null, company: null, address1: null, address2: null, city: null, provinceCode: null, postalCode: null, countryCode: null };
    const order = newOrder(OWNER, { ...platformOrder(), contact }, { adopted: true, now: 1 });
    expect(order.contactId).toBe(contactIdOf(order.id));
    expect(JSON.stringify(order)).not.toContain("Zuzanna");
  });

  it("may go nowhere: digital goods and counters have no address", () => {
    expect(orderFields({ ...platformOrder(), shipTo: null })).toMatchObject({ shipToCountry: null, shipToLatitude: null });
  });

  it("keeps its lines in their order, custom ones without an item", () => {
    const lines = lineRecords({ ...OWNER, orderId: toId("order") }, platformOrder().lines, (line) => (line.sku === "mug" ? toId<ItemId>("m") : null));
    expect(lines.map(({ position, itemId, quantity }) => [position, itemId, quantity])).toEqual([[0, "m", 2], [1, null, 1]]);
  });
});

describe("an item's facts", () => {
  const { merchantId: _merchantId, storeId: _storeId, id: _id, ...fact } = itemNamed("mug", { updatedAt: 5 });
  const known = itemRecord(OWNER, fact);

  it.each([
    { name: "an unknown item", known: undefined, fact, isNew: true },
    { name: "a newer state", known, fact: { ...fact, updatedAt: 6 }, isNew: true },
    { name: "an older state", known, fact: { ...fact, updatedAt: 4, sku: "old" }, isNew: false },
    { name: "the same", known, fact, isNew: false },
    { name: "another rule at the same instant", known, fact: { ...fact, continueSelling: true }, isNew: true },
  ])("given $name: new is $isNew", ({ known: before, fact: said, isNew }) => {
    expect(isNewItem(before, said)).toBe(isNew);
  });
});

describe("words to find an order by", () => {
  const id = toId<PlatformId>("77");

  it("are lower case, each once, the order's number with and without its sign", () => {
    const contact = { name: "Zuzanna  Nowak", email: "Z@Example.com", phone: "1", company: null, address1: null, address2: null, city: null, provinceCode: null, postalCode: null, countryCode: null };
    expect(searchTerms({ name: "#1001", platformId: id, tags: [] }, [{ sku: "MUG" }, { sku: "mug" }], contact)).toEqual(["#1001", "1001", "77", "mug", "nowak", "z@example.com", "zuzanna"]);
  });

  it("are never empty words", () => {
    expect(searchTerms({ name: "1001", platformId: id, tags: ["", " "] }, [{ sku: "" }, { sku: " " }], null)).toEqual(["1001", "77"]);
  });

  it("tell a whole tag from its words", () => {
    const terms = searchTerms({ name: "1001", platformId: id, tags: ["Big  SALE", "vip"] }, [], null);
    expect(terms).toEqual(["1001", "77", "tag:big␣sale", "tag:vip"]);
    expect(tagTerm("big sale")).toBe("tag:big␣sale");
    expect(tagTerm("\u00a0")).toBeNull();
  });

  it("are told anew when tags or goods changed, but never without the customer's own", () => {
    const fact = platformOrder();
    const order = { ...newOrder(OWNER, fact, { adopted: true, now: 1 }), readAt: 1 };
    const known = { order, lines: lineRecords({ ...OWNER, orderId: order.id }, fact.lines, () => null) };
    expect(isReworded(known, fact)).toBe(false);
    const captured = { ...known, order: { ...order, readAt: null } };
    expect(isReworded(captured, fact)).toBe(false);
    expect(isReworded(captured, { ...fact, updatedAt: fact.updatedAt + 1 })).toBe(true);
    expect(isReworded({ ...captured, order: { ...captured.order, contactId: null } }, { ...fact, contact: { email: "a@example.com" } as never })).toBe(true);
    expect(isReworded(known, { ...fact, tags: ["new"] })).toBe(true);
    expect(isReworded(known, { ...fact, lines: fact.lines.slice(1) })).toBe(true);
    const personal = { ...known, order: { ...order, contactId: "contact" } };
    expect(isReworded(personal, { ...fact, contact: null, tags: ["new"] })).toBe(false);
  });
});
