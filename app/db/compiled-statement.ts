import type Database from "better-sqlite3";
import { Column, is, noopDecoder, Param, Placeholder, SQL } from "drizzle-orm";
import type { Values } from "./statement";

/** A statement that is bound and read by functions made once, rather than by looking at every parameter's kind at every call. */
export interface CompiledStatement {
  all(values: Values): unknown[];
  run(values: Values): { changes: number };
}

type Binder = (values: Values) => unknown;
type Decode = (raw: unknown) => unknown;

interface Mapper {
  mapFromDriverValue(raw: unknown): unknown;
}

export interface Field {
  path: string[];
  field: unknown;
}

/** What Drizzle keeps of a prepared statement; it types none of it. */
interface DrizzlePrepared {
  stmt: Database.Statement;
  query: { sql: string; params: unknown[] };
  fields?: Field[];
  joinsNotNullableMap?: Record<string, boolean>;
  customResultMapper?: unknown;
  all(values: Values): unknown[];
}

/**
 * Binds and reads as Drizzle's own prepared statement does, with everything that does not change from call to call decided
 * beforehand: a third of the time of a small statement. What it does not know, such as nested results of joins, it leaves to Drizzle.
 */
export const compileStatement = (given: unknown): CompiledStatement => {
  const prepared = given as DrizzlePrepared;
  const { stmt, query, fields } = prepared;
  const bind = bindOf(query.params);
  const run = (values: Values) => stmt.run(bind(values));
  if (prepared.customResultMapper || (fields && !fields.every(isPlain))) return { run, all: (values) => prepared.all(values) };
  if (!fields) return { run, all: (values) => stmt.all(bind(values)) };
  const read = readerOf(fields);
  stmt.raw();
  return { run, all: (values) => (stmt.all(bind(values)) as unknown[][]).map(read) };
};

/** Fills a statement's parameters. */
export const bindOf = (params: readonly unknown[]): ((values: Values) => unknown[]) => {
  const binders = params.map(binderOf);
  const taken = params.map((param, place) => {
    const name = untouchedName(param);
    return name === null ? `binders[${place}](values)` : `values[${JSON.stringify(name)}] ?? binders[${place}](values)`;
  });
  return madeOf("binders", `(values) => [${taken.join(", ")}]`)(binders) as (values: Values) => unknown[];
};

/** Reads a row that the driver gives as a list. Of plain fields only. */
export const readerOf = (fields: readonly Field[]): ((row: readonly unknown[]) => Values) => {
  const decoders = fields.map(({ field }) => decoderOf(field));
  const read = fields.map(({ path }, place) => {
    const value = decoders[place] === null ? `row[${place}]` : `row[${place}] === null ? null : decoders[${place}](row[${place}])`;
    return `${JSON.stringify(path[0])}: ${value}`;
  });
  return madeOf("decoders", `(row) => ({ ${read.join(", ")} })`)(decoders) as (row: readonly unknown[]) => Values;
};

/**
 * A function of our own columns' names, written out as one would by hand. Filled name by name, a row of many columns becomes a dictionary to V8,
 * and every look at it and every copy of it takes ten times as long. Made of names in the schema alone.
 */
const madeOf = (given: string, source: string): ((parts: readonly unknown[]) => unknown) =>
  new Function(given, `"use strict"; return ${source};`) as (parts: readonly unknown[]) => unknown;

export const isPlain = ({ path, field }: Field): boolean => path.length === 1 && (is(field, Column) || is(field, SQL) || is(field, SQL.Aliased));

const binderOf = (param: unknown): Binder => {
  if (is(param, Placeholder)) return valueOf(param.name);
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const value = valueOf(param.value.name);
  const { encoder } = param;
  return isUntouched(encoder, "mapToDriverValue") ? value : (values) => encoder.mapToDriverValue(value(values) as never);
};

/** The name of the value that is bound as it is given; null: it is no value, or encoded. */
const untouchedName = (param: unknown): string | null => {
  if (is(param, Placeholder)) return param.name;
  return is(param, Param) && is(param.value, Placeholder) && isUntouched(param.encoder, "mapToDriverValue") ? param.value.name : null;
};

const valueOf = (name: string): Binder => (values) => {
  const value = values[name];
  if (value === undefined && !(name in values)) throw new Error(`No value for placeholder "${name}" was provided`);
  return value;
};

/** Null: what the database gives is what is read. */
const decoderOf = (field: unknown): Decode | null => {
  const mapper = mapperOf(field);
  return isUntouched(mapper, "mapFromDriverValue") ? null : (raw) => mapper.mapFromDriverValue(raw);
};

const mapperOf = (field: unknown): Mapper => {
  if (is(field, Column)) return field;
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  return (expression as { decoder: Mapper }).decoder;
};

/** Most columns store what they are given. */
const isUntouched = (mapper: object, name: "mapToDriverValue" | "mapFromDriverValue"): boolean =>
  mapper === noopDecoder || (is(mapper, Column) && mapper[name] === Column.prototype[name]);
