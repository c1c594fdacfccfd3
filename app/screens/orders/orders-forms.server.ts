import { toId, type OrderId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import { refusal, type ActAnswer } from "../act-answer";
import type { BulkOrderAct, OrderSelection } from "../acts-desk";
import { listQuery } from "../list-address";
import { BULK_KINDS, BULK_WORDS } from "./bulk-words";
import { filterOf, readOrdersAddress } from "./orders-filter.server";

const REASON_CHARACTERS_MAX = 200;
const NAME_CHARACTERS_MAX = 60;
/** As many as a page of the list can hold; more are chosen by what they match. */
const TICKED_MAX = 500;

export type OrdersForm =
  | { act: "bulk"; bulk: BulkOrderAct; orders: OrderSelection }
  | { act: "cancel-run"; runId: string }
  | { act: "save-view"; name: string; query: string }
  | { act: "remove-view"; viewId: string };

export type OrdersFormReading = { ok: true; form: OrdersForm } | { ok: false; answer: ActAnswer };

/** Reads what the list of orders posts: either all of it is good, or nothing is done and each problem is told. */
export function readOrdersForm(data: FormData, world: { store: StoreRecord; now: number }): OrdersFormReading {
  const text = (name: string) => String(data.get(name) ?? "").trim();
  switch (text("act")) {
    case "bulk": return readBulk(data, world);
    case "cancel-run": return { ok: true, form: { act: "cancel-run", runId: text("runId") } };
    case "remove-view": return { ok: true, form: { act: "remove-view", viewId: text("viewId") } };
    case "save-view": {
      const name = text("name");
      if (name === "") return at("name", "Give the view a name.");
      if (name.length > NAME_CHARACTERS_MAX) return at("name", `Keep the name under ${NAME_CHARACTERS_MAX} characters.`);
      return { ok: true, form: { act: "save-view", name, query: queryOf(text("query")) } };
    }
    default: return { ok: false, answer: refusal("This page is out of date. Reload it and try again.") };
  }
}

function readBulk(data: FormData, { store, now }: { store: StoreRecord; now: number }): OrdersFormReading {
  const kind = BULK_KINDS.find((each) => each === data.get("bulk"));
  if (kind === undefined) return { ok: false, answer: refusal("This page is out of date. Reload it and try again.") };
  const asks = BULK_WORDS[kind].asks;
  const said = asks === undefined ? "" : String(data.get(asks.field) ?? "").trim();
  if (asks && said === "") return at(asks.field, asks.field === "reason" ? "Say why they are held: others will see it." : "Say what you found: others will see it.");
  if (asks && said.length > REASON_CHARACTERS_MAX) return at(asks.field, `Keep it under ${REASON_CHARACTERS_MAX} characters.`);
  const orders = readSelection(data, { store, now });
  if (orders === null) return { ok: false, answer: refusal("Choose at least one order.") };
  return { ok: true, form: { act: "bulk", bulk: actOf(kind, said), orders } };
}

function actOf(kind: BulkOrderAct["kind"], said: string): BulkOrderAct {
  if (kind === "hold") return { kind, reason: said };
  return kind === "resolve-attention" ? { kind, note: said } : { kind };
}

function readSelection(data: FormData, { store, now }: { store: StoreRecord; now: number }): OrderSelection | null {
  if (data.get("all") === "yes") return { filter: filterOf(readOrdersAddress(new URL(`http://list/?${String(data.get("query") ?? "")}`)), { timeZone: store.timeZone, now }) };
  const orderIds = String(data.get("orderIds") ?? "").split(" ").filter(Boolean).slice(0, TICKED_MAX).map((id) => toId<OrderId>(id));
  return orderIds.length === 0 ? null : { orderIds };
}

/** Only what the list knows is kept, so that a view never carries a token or a cursor. */
const queryOf = (query: string): string => listQuery(readOrdersAddress(new URL(`http://list/?${query}`)).chosen);

const at = (field: string, problem: string): OrdersFormReading => ({ ok: false, answer: { ok: false, problem: null, problems: { [field]: problem } } });
