import { OUTCOME_TOPIC } from "../../app/domain/messages";
import type { House } from "./house";
import { repeated, rowsOf } from "./rows";

/** What an effect is told apart by, in each table that holds effects. The tables say so themselves; this asks whether it is so. */
const APART = [
  { table: "inbox", columns: "platform, domain, delivery_key" },
  { table: "outbox", columns: "merchant_id, key" },
  { table: "stock_entries", columns: "merchant_id, cause_key, item_id, location_id, state" },
] as const;

export interface Effects {
  /** Messages of the platform that are stored. */
  messages: number;
  intents: number;
  stockEntries: number;
  violations: string[];
}

/**
 * Looks at the rows themselves for what was lost or came to be twice. The platform delivers until it is answered, so that at rest
 * there is one row for each message that was acknowledged, and none beside them.
 */
export const countEffects = async ({ databaseUrl }: House, acknowledged: readonly { topic: string; key: string }[]): Promise<Effects> => {
  const violations: string[] = [];
  for (const { table, columns } of APART) {
    for (const row of await repeated(databaseUrl, table, columns)) violations.push(`nothing-twice: ${table} ${JSON.stringify(row)}`);
  }
  const parcels = await rowsOf<{ tracking: string }>(databaseUrl, "select intent as tracking from outbox where status = 'done'");
  for (const [number, times] of timesOf(parcels.flatMap(({ tracking }) => trackingOf(tracking)))) {
    if (times > 1) violations.push(`nothing-twice: ${number} was shipped by ${times} intents`);
  }
  const stored = new Map((await rowsOf<{ topic: string; rows: number | string }>(
    databaseUrl, `select topic, count(*) as rows from inbox where topic <> '${OUTCOME_TOPIC}' group by topic`)).map(({ topic, rows }) => [topic, Number(rows)]));
  const told = timesOf([...new Map(acknowledged.map((one) => [`${one.topic} ${one.key}`, one.topic])).values()]);
  for (const topic of new Set([...stored.keys(), ...told.keys()])) {
    const [rows, answers] = [stored.get(topic) ?? 0, told.get(topic) ?? 0];
    if (rows !== answers) violations.push(`acknowledged-is-durable: ${answers} messages of ${topic} were acknowledged, and ${rows} are stored`);
  }
  const count = async (table: string): Promise<number> => Number((await rowsOf<{ rows: number | string }>(databaseUrl, `select count(*) as rows from ${table}`))[0]?.rows);
  const messages = [...stored.values()].reduce((sum, rows) => sum + rows, 0);
  return { messages, intents: await count("outbox"), stockEntries: await count("stock_entries"), violations };
};

const timesOf = (words: readonly string[]): Map<string, number> => {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
};

/** SQLite keeps an intent as text, PostgreSQL as what it means. */
const trackingOf = (intent: unknown): string[] => {
  const { tracking } = (typeof intent === "string" ? JSON.parse(intent) : intent) as { tracking?: { number?: string } | null };
  return tracking?.number === undefined ? [] : [tracking.number];
};
