import { readFileSync } from "node:fs";
import { get_dmmf, validate } from "@prisma/prisma-schema-wasm";
import { describe, expect, test } from "vitest";
import { withDatabase } from "./battery-bed";
import { fillAll } from "./battery-privacy";
import { decision, lineRow, MASTER_KEYS, merchant, NOW, orderRow, setOf, shipmentRow, type Bed } from "./battery-fixtures";
import { openDatabase } from "./open-database";

const SCHEMA = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");
const IN_FILE = 'provider = "postgresql"';

interface Field { name: string; dbName?: string | null; type: string; isRequired: boolean }
interface Model { name: string; dbName: string; fields: Field[] }

/** The schema as its user sets it up for a database: one line differs. */
const schemaFor = (kind: Bed["kind"]): string => SCHEMA.replace(IN_FILE, `provider = "${kind}"`);
const asked = (kind: Bed["kind"]): string => JSON.stringify({ prismaSchema: [["schema.prisma", schemaFor(kind)]], noColor: true });
const models = (kind: Bed["kind"]): Model[] => (JSON.parse(get_dmmf(asked(kind))) as { datamodel: { models: Model[] } }).datamodel.models;

/** Which of Prisma's types a column of a database can be read as. */
const READ_AS: Record<Bed["kind"], Record<string, readonly string[]>> = {
  // Of an expression SQLite tells the affinity of its cast.
  sqlite: { text: ["String"], integer: ["Int", "BigInt", "Boolean"], int: ["Int", "BigInt", "Boolean"] },
  postgresql: { text: ["String"], integer: ["Int"], bigint: ["BigInt"], boolean: ["Boolean"] },
};
const COLUMNS: Record<Bed["kind"], string> = {
  sqlite: "select m.name as view, c.name as name, lower(c.type) as type from sqlite_master m, pragma_table_info(m.name) c where m.type = 'view' order by m.name, c.cid",
  postgresql: "select table_name as view, column_name as name, data_type as type from information_schema.columns where table_schema = 'public' and table_name in (select viewname from pg_views where schemaname = 'public') order by table_name, ordinal_position",
};

export const reportRules = (bed: () => Bed): void => {
  describe("reports", () => {
    test("prisma/schema.prisma is valid, and names every view with every column as the database has them", () => withDatabase(bed(), async (_db, url) => {
      const { kind } = bed();
      expect(SCHEMA.split(IN_FILE)).toHaveLength(2);
      expect(() => validate(asked(kind))).not.toThrow();
      const columns = (await bed().query(url, COLUMNS[kind])) as { view: string; name: string; type: string }[];
      const described = models(kind).flatMap((model) => model.fields.map((field) => ({ view: model.dbName, name: field.dbName ?? field.name, type: field.type })));
      const names = (rows: { view: string; name: string }[]) => rows.map(({ view, name }) => `${view}.${name}`).sort();
      expect(names(described)).toEqual(names(columns));
      const wrong = columns.filter(({ view, name, type }) => !READ_AS[kind][type]?.includes(described.find((one) => one.view === view && one.name === name)?.type ?? ""));
      expect(wrong).toEqual([]);
    }));

    test("no view has a token, a person or what a person wrote; what is required is never empty", () => withDatabase(bed(), async (db, url) => {
      await fillAll(db, "Marigold");
      for (const { dbName, fields } of models(bed().kind)) {
        const rows = await bed().query(url, `select * from ${dbName}`);
        expect(rows.length, dbName).toBeGreaterThan(0);
        expect(JSON.stringify(rows), dbName).not.toContain("Marigold");
        expect(JSON.stringify(rows), dbName).not.toMatch(/contact|customer/i);
        for (const field of fields.filter((one) => one.isRequired)) expect(rows.filter((row) => row[field.dbName ?? field.name] === null), `${dbName}.${field.name}`).toEqual([]);
      }
    }));

    test("both databases tell the same: whole minor units, milliseconds and ISO text", () => withDatabase(bed(), async (db, url) => {
      await fillAll(db, "x");
      const at = NOW + 7;
      const refunds = [{ platformId: "r" as never, createdAt: 1, totalMinor: 250, presentmentTotalMinor: 1, lines: [] }, { platformId: "q" as never, createdAt: 1, totalMinor: 50, presentmentTotalMinor: 1, lines: [] }];
      await db.commit([setOf({
        orders: [{ order: orderRow("2", { placedAt: at, cancelledAt: at, totalMinor: 5_000_000_000, refunds, attentionSince: 5 }), lines: [lineRow("2", "l", { currentQuantity: 3, unitPriceMinor: 2_000_000_000 })], shipments: [shipmentRow("2", "p")] }],
        decisions: [{ ...decision("d-2", "2"), standing: { parcels: 2, costMinor: 900 } }],
      })]);
      const one = async (view: string, order = "2") => plain((await bed().query(url, `select * from ${view} where merchant_id = '${merchant}' and order_id = '${order}'`))[0]!);
      expect(await one("report_orders_v1")).toMatchObject({
        total_minor: 5_000_000_000, refunded_minor: 300, is_test: 0, needs_attention: 1, placed_at_ms: at, placed_at: new Date(at).toISOString(), cancelled_at: new Date(at).toISOString(), ship_by_ms: null, ship_by: null,
      });
      expect(await one("report_order_lines_v1")).toMatchObject({ current_quantity: 3, current_total_minor: 6_000_000_000, currency: "USD" });
      expect(await one("report_shipments_v1")).toMatchObject({ units: 2, location_name: "East", made_here: 1, confirmed_at: new Date(NOW).toISOString() });
      expect(await one("report_decisions_v1")).toMatchObject({ outcome: "unroutable", policy_version: 1, currency: "USD", cost_minor: null, standing_parcels: 2, standing_cost_minor: 900 });
      const [stock] = await bed().query(url, "select * from report_stock_v1");
      expect(plain(stock!)).toMatchObject({ sku: "SKU-shirt", location_name: "East", on_hand: 5, available: 4, committed: 0, low_stock_units: 1, read_at: null });
      const [sum] = await bed().query(url, "select sum(delta) as delta from report_movements_v1 where state = 'available'");
      expect(Number(sum?.delta)).toBe(4);
    }));

    test("they stand in a database that is opened again", () => withDatabase(bed(), async (_db, url) => {
      const again = await openDatabase({ url, masterKeys: MASTER_KEYS });
      expect(await bed().query(url, "select count(*) as count from report_orders_v1")).toHaveLength(1);
      await again.close();
    }));
  });
};

/** A driver's big integers come as text, and one database's truths as 1. */
const plain = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === "boolean" ? Number(value) : typeof value === "string" && /^\d{1,16}$/.test(value) && /_ms$|_minor$/.test(name) ? Number(value) : value]));
