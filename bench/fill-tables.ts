/** How the rows of an order are turned into those of an older one. In SQL, `r` is a row of the block and `b` the block that it is copied to. */
export interface Rewriting {
  /** What the ids of the block begin with, which stands for their time. */
  time: string;
  orderEveryMs: number;
}

interface Column {
  name: string;
  type: string;
}

export interface CopiedTable {
  name: string;
  /** The block's rows, each with the number of its order as `order_number`. */
  rowsOf: string;
  orderBy: string;
  columnOf(column: Column, rewriting: Rewriting): string;
}

/** Ids that carry their time, and texts that name such ids. */
const TIMED = new Set(["events.id", "events.detail", "decisions.id", "outbox.id", "outbox.key", "outbox.intent", "inbox.id", "inbox_bodies.id"]);
const INSTANTS = new Set([
  "placed_at", "platform_updated_at", "read_at", "updated_at", "at", "decided_at", "requested_at", "confirmed_at", "received_at", "triggered_at", "due_at", "created_at",
  "first_order_at", "last_order_at", "fulfill_at", "fulfill_by", "ship_by",
]);
/** What the customer's own number, or the number of another order, ends. */
const OTHERS_NUMBER: Record<string, string> = {
  "orders.customer_id": "s-bench-", "customers.id": "s-bench-", "customers.platform_id": "", "customers.contact_id": "contact-s-bench-",
};

const columnOf = (table: string) => ({ name, type }: Column, { time, orderEveryMs }: Rewriting): string => {
  const full = `${table}.${name}`;
  const before = OTHERS_NUMBER[full];
  if (before !== undefined) return `'${before}' || (CAST(substr(r.${name}, ${before.length + 1}) AS INTEGER) - b.shift)`;
  if (full === "orders.name") return "'#' || (CAST(substr(r.name, 2) AS INTEGER) - b.shift)";
  if (full === "stock_entries.revision") return "r.revision + b.number * r.steps";
  if (INSTANTS.has(name)) return `r.${name} - b.shift * ${orderEveryMs}`;
  if (type.toLowerCase() !== "text") return `r.${name}`;
  const numbered = `replace(r.${name}, r.order_number, r.order_number - b.shift)`;
  return TIMED.has(full) ? `replace(${numbered}, '${time}', b.label)` : numbered;
};

const ofOrders = (name: string, orderBy: string): CopiedTable =>
  ({ name, orderBy, rowsOf: `SELECT *, CAST(substr(order_id, 9) AS INTEGER) AS order_number FROM ${name}`, columnOf: columnOf(name) });

const numberedBy = (name: string, number: string, orderBy = number): CopiedTable =>
  ({ name, orderBy, rowsOf: `SELECT *, CAST(${number} AS INTEGER) AS order_number FROM ${name}`, columnOf: columnOf(name) });

/** All that an order writes, but for its search words and the levels, which are made on their own. */
export const COPIED_TABLES: readonly CopiedTable[] = [
  numberedBy("orders", "platform_id"),
  ofOrders("order_lines", "order_id, id"),
  ofOrders("allocations", "order_id, order_line_id"),
  ofOrders("order_waits", "order_id"),
  ofOrders("fulfillment_orders", "order_id, id"),
  ofOrders("shipments", "order_id, id"),
  ofOrders("decisions", "id"),
  ofOrders("events", "id"),
  ofOrders("outbox", "id"),
  {
    name: "stock_entries", orderBy: "cause_key, item_id, location_id, state", columnOf: columnOf("stock_entries"),
    rowsOf: `SELECT e.*, CAST(substr(e.order_id, 9) AS INTEGER) AS order_number, s.steps FROM stock_entries e
      JOIN level_steps s ON s.item_id = e.item_id AND s.location_id = e.location_id WHERE e.order_id IS NOT NULL`,
  },
  numberedBy("contacts", "substr(id, 17)"),
  numberedBy("contact_keys", "substr(contact_id, 17)"),
  numberedBy("customers", "substr(platform_id, 2)"),
  {
    name: "inbox_bodies", orderBy: "id", columnOf: columnOf("inbox_bodies"),
    rowsOf: "SELECT body.*, CAST(substr(i.delivery_key, 7) AS INTEGER) AS order_number FROM inbox_bodies body JOIN inbox i ON i.id = body.id",
  },
  numberedBy("inbox", "substr(delivery_key, 7)", "id"),
];
