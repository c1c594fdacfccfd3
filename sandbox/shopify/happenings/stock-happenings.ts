import type { Happening, Subject } from "./happening";


const PLACE = ["item", "location"] as const;
const stock = (under: string, name: string, rest: { label: string; happen: Happening["happen"]; needs?: Happening["needs"] }): Happening =>
  ({ group: "stock", under, name, needs: PLACE, ...rest });

const place = ({ item, location }: Subject) => ({ itemId: item.id, locationId: location.id });
/** Only where the location stocks the item. */
const there = (act: (subject: Subject) => unknown) => (subject: Subject) => (subject.item.levels.get(subject.location.id)?.active ? act(subject) : false);
const variantOf = ({ shop, item }: Subject) => shop.variants.get(item.variantId);

export const stockHappenings: readonly Happening[] = [
  stock("Count and change", "receive", { label: "10 units arrive", happen: there((subject) => subject.people.adjustStock({ ...place(subject), delta: 10 })) }),
  stock("Count and change", "lose", { label: "2 units are missing", happen: there((subject) => subject.people.adjustStock({ ...place(subject), delta: -2 })) }),
  stock("Count and change", "empty", { label: "None is available", happen: there((subject) => subject.people.countStock({ ...place(subject), name: "available", quantity: 0 })) }),
  stock("Count and change", "break", { label: "A unit is damaged", happen: there((subject) => subject.people.moveStock({ ...place(subject), units: 1, from: "available", to: "damaged" })) }),
  stock("Count and change", "keep-back", { label: "2 units of safety stock", happen: there((subject) => subject.people.moveStock({ ...place(subject), units: 2, from: "available", to: "safety_stock" })) }),
  stock("Count and change", "sell-in-shop", { label: "Sell one in the shop", happen: (subject) => subject.people.sellInShop({ variantId: subject.item.variantId, quantity: 1, locationId: subject.location.id }) ?? false }),
  stock("Where it is stocked", "stock-here", { label: "Stock it at the location", happen: (subject) => subject.people.stockAt(subject.item.id, subject.location.id, 5) }),
  stock("Where it is stocked", "unstock-here", { label: "Stop stocking it there", happen: (subject) => subject.people.stopStockingAt(subject.item.id, subject.location.id) }),
  stock("Product", "track-toggle", { label: "Switch tracking", needs: ["item"], happen: ({ people, item }) => people.setPolicyOfVariant(item.variantId, { tracked: !item.tracked }) }),
  stock("Product", "continue-toggle", { label: "Switch selling at zero", needs: ["item"], happen: (subject) => subject.people.setPolicyOfVariant(subject.item.variantId, { continueSelling: !variantOf(subject)?.continueSelling }) }),
  stock("Product", "new-sku", { label: "Change the SKU", needs: ["item"], happen: ({ people, item }) => people.setPolicyOfVariant(item.variantId, { sku: `${item.sku.replace(/-B\d*$/, "")}-B${item.updatedAt % 1000}` }) }),
  stock("Product", "heavier", { label: "Add 100 g", needs: ["item"], happen: ({ people, item }) => people.setPolicyOfVariant(item.variantId, { weightGrams: item.weightGrams + 100 }) }),
  stock("Product", "new-product", { label: "New product at the location", needs: ["location"], happen: ({ people, shop, location }) => people.addProduct({ title: "Walnut tray", sku: `NEW-${shop.products.size + 1}`, stock: { [location.id]: 20 } }) }),
  stock("Product", "delete-product", { label: "Delete the product", needs: ["item"], happen: (subject) => { const variant = variantOf(subject); return variant ? subject.people.deleteProduct(variant.productId) : false; } }),
];
