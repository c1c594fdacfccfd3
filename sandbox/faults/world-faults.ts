import { happen } from "../shopify/happenings/catalogue";
import { isTerminal } from "../shopify/model/fulfillment-order";
import type { Shop } from "../shopify/model/records";
import type { Fault, FaultStage } from "./fault";

const MINUTE_MS = 60_000;
/** A colleague looks at what is new. */
const NEWEST = 100;
/** What somebody does in the platform's admin on a busy day; what is named twice happens twice as often. */
const DEEDS = ["raise-line", "raise-line", "lower-line", "add-line", "cancel", "refund-waiting", "ship-unit", "hold", "release", "release", "move", "receive", "lose", "break", "keep-back"];

const SCOPES = [
  { value: "write_merchant_managed_fulfillment_orders", label: "Write fulfillment orders" },
  { value: "write_inventory", label: "Write stock" },
  { value: "read_orders", label: "Read orders" },
];

/** One edit by hand, of whatever the dice choose; not everything is possible with everything. */
function edit({ twin, people, dice }: FaultStage): void {
  const shop = twin.shop();
  const orders = [...shop.orders.values()].slice(-NEWEST).filter(({ cancelledAt }) => cancelledAt === null);
  const choice = { ...(orders.length > 0 && { order: dice.pick(orders).id }), item: dice.pick([...shop.items.keys()]), location: dice.pick([...shop.locations.keys()]) };
  try {
    happen({ shop, people }, dice.pick(DEEDS), choice);
  } catch {
    // An act that the shop refuses altogether, such as stock where there is no level: the colleague does something else.
  }
}

/** The open location where most units wait to be shipped. */
export function busiestLocation(shop: Shop): string | null {
  const units = new Map([...shop.locations.values()].filter(({ active, isFulfillmentService }) => active && !isFulfillmentService).map(({ id }) => [id, 0]));
  for (const one of shop.fulfillmentOrders.values()) {
    const before = isTerminal(one) ? undefined : units.get(one.locationId);
    if (before !== undefined) units.set(one.locationId, before + one.lines.reduce((sum, line) => sum + line.remaining, 0));
  }
  return [...units].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** What people do meanwhile, and what happens to places and permissions. */
export const WORLD_FAULTS: readonly Fault[] = [
  {
    name: "scope-withdrawn", group: "access", title: "Permission withdrawn",
    happens: "Somebody takes a permission from the app, in the platform's admin.",
    expected: "Home says which permission is missing and what stops without it. Granted again, work goes on and what was missed is read.",
    look: { words: "Home: a permission is missing", path: "" },
    parameters: [{ kind: "choice", name: "scope", label: "Permission", choices: SCOPES, start: "write_merchant_managed_fulfillment_orders" }],
    begin: ({ people }, { scope }) => {
      people.withdrawScopes([String(scope)]);
      return () => people.grantScopes([String(scope)]);
    },
  },
  {
    name: "busy-colleague", group: "people", title: "A busy colleague",
    happens: "Somebody edits orders, holds, cancels, ships and counts stock by hand in the platform's admin, at a rate.",
    expected: "Each edit is taken over, and what it does to work in progress is said on the order.",
    look: { words: "Exceptions and Home: what needs a look", path: "/exceptions" },
    parameters: [{ kind: "number", name: "perMinute", label: "Edits a minute", from: 1, to: 240, start: 30 }],
    errand: (stage, { perMinute }) => ({ everyMs: MINUTE_MS / Number(perMinute), run: () => edit(stage) }),
  },
  {
    name: "warehouse-outage", group: "people", title: "A warehouse closes",
    happens: "A warehouse has no power, and somebody closes it in the platform's admin.",
    expected: "Its orders move to where they can be shipped. Those whose work has begun are shown to a person.",
    look: { words: "Locations: closed in your shop", path: "/locations" },
    parameters: [{ kind: "location", name: "location", label: "Which", start: "" }],
    begin: ({ twin, people }, { location }) => {
      const id = location === "" ? busiestLocation(twin.shop()) : String(location);
      const closes = id !== null && twin.shop().locations.get(id)?.active === true;
      if (closes) people.closeLocation(id);
      return () => { if (closes && twin.shop().locations.has(id)) people.openLocation(id); };
    },
  },
];
