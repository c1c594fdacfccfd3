import type { Channel } from "../../../connectors/channels/port";
import type { Db } from "../../db/port";
import { DEFAULT_STORE_SETTINGS, type RunKind } from "../../domain/desk";
import type { StoreRecord, StoreStatus } from "../../domain/records";
import { comparePresets, presetOf, PRESETS, type PresetEffect } from "../../domain/routing/presets";
import { ORDER_STATES, type StateWords } from "../order-words";
import { runRow, type RunRow } from "../run-words";
import type { SetupStepId } from "../acts-setup";
import { locationRows, type LocationRow } from "../locations/locations-page.server";
import { formatMoney } from "../money";
import { observed, type Observed } from "./observed.server";

export const STEPS: readonly { id: SetupStepId; title: string }[] = [
  { id: "import", title: "Import" }, { id: "locations", title: "Locations" }, { id: "routing", title: "Routing" }, { id: "observe", title: "Observe" }, { id: "go-live", title: "Go live" },
];

const IMPORTS: readonly RunKind[] = ["import-locations", "import-items", "import-orders"];
const RUNS_LOOKED_AT = 30;
/** Enough orders to compare three policies on within a breath. */
const COMPARED_ORDERS_MAX = 60;
const OPEN_ORDERS_MAX = 100;

export interface PresetRow {
  id: string;
  title: string;
  wants: string;
  price: string;
  /** "each further parcel counts as $500.00", or null. */
  surcharge: string | null;
  inUse: boolean;
  effect: (PresetEffect & { postage: string }) | null;
}

export interface OpenOrderRow {
  id: string;
  name: string;
  placedAt: number;
  state: StateWords;
  total: string;
}

export interface SetupPage {
  step: SetupStepId;
  steps: { id: SetupStepId; title: string; done: boolean }[];
  dismissed: boolean;
  status: StoreStatus;
  imports: { rows: RunRow[]; limits: string[] };
  locations: (LocationRow & { placed: boolean })[];
  presets: PresetRow[];
  /** Null: made by hand. */
  policy: { name: string; version: number } | null;
  comparedOrders: number;
  observed: Observed;
  /** Open orders from before it went live, which a person may take over. */
  open: OpenOrderRow[];
  takeOver: RunRow | null;
}

export async function setupPage(db: Db, store: StoreRecord, ask: { step: string | null; now: number; channel: Pick<Channel, "gaps"> }): Promise<SetupPage> {
  const { merchantId } = store;
  const [settings, imports, bulk, policy, locations, rows, open] = await Promise.all([
    db.storeSettings(merchantId, store.id), db.runs(merchantId, { storeId: store.id, kinds: IMPORTS, limit: RUNS_LOOKED_AT }), db.runs(merchantId, { storeId: store.id, kinds: ["bulk-act"], limit: 1 }),
    db.latestPolicy(merchantId), db.locations(merchantId), locationRows(db, store, ask.now), openOrders(db, store),
  ]);
  const { setupDone, setupDismissed } = settings?.settings ?? DEFAULT_STORE_SETTINGS;
  const { decisions, ...summary } = await observed(db, store, locations);
  const steps = STEPS.map((step) => ({ ...step, done: setupDone.includes(step.id) }));
  const compared = decisions.slice(0, COMPARED_ORDERS_MAX).map(({ certificate }) => certificate);
  const effects = compared.length === 0 ? [] : comparePresets(compared);
  const used = policy === null ? null : presetOf(policy.policy);
  const coordinatesOf = new Map<string, boolean>(locations.map((location) => [location.id, location.latitude !== null || location.countryCode !== null]));
  return {
    step: STEPS.find((each) => each.id === ask.step)?.id ?? steps.find((each) => !each.done)?.id ?? "go-live",
    steps, dismissed: setupDismissed, status: store.status,
    imports: {
      rows: IMPORTS.flatMap((kind) => imports.filter((run) => run.kind === kind).slice(0, 1)).map(runRow),
      limits: ask.channel.gaps.filter(({ ability }) => /order/.test(ability) && /days/.test(ability)).map(({ reason }) => reason),
    },
    locations: rows.map((row) => ({ ...row, placed: coordinatesOf.get(row.id) ?? false })),
    presets: PRESETS.map(({ id, title, wants, price, surcharge }): PresetRow => {
      const effect = effects.find((each) => each.id === id);
      return {
        id, title, wants, price, surcharge: surcharge === null ? null : `${surcharge.of} counts as ${formatMoney(surcharge.minor, store.currency)}`, inUse: used === id,
        effect: effect === undefined || effect.orders === 0 ? null : { ...effect, postage: formatMoney(effect.postageMinor, store.currency) },
      };
    }),
    policy: policy === null ? null : { name: policy.name, version: policy.version },
    comparedOrders: Math.max(0, ...effects.map((effect) => effect.orders)),
    observed: summary, open, takeOver: bulk.map(runRow)[0] ?? null,
  };
}

async function openOrders(db: Db, store: StoreRecord): Promise<OpenOrderRow[]> {
  const found = await db.findOrders({ merchantId: store.merchantId, storeId: store.id, statuses: ["captured", "allocated", "backordered", "held", "routed"], limit: OPEN_ORDERS_MAX });
  return found.rows.filter((order) => !order.adopted)
    .map(({ id, name, placedAt, status, totalMinor, currency }) => ({ id, name, placedAt, state: ORDER_STATES[status], total: formatMoney(totalMinor, currency) }));
}
