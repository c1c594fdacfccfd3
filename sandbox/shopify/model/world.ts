import type { Coins } from "../coins";
import type { Random } from "../random";
import type { Fulfillment, InventoryItem, Level, Location, Order, Product, Refund, Shop } from "./records";

/** What a webhook is about; its body is written when the act that caused it ends. */
export type Subject =
  | { kind: "order"; order: Order }
  | { kind: "fulfillment"; order: Order; fulfillment: Fulfillment }
  | { kind: "refund"; order: Order; refund: Refund }
  | { kind: "product"; product: Product }
  | { kind: "item"; item: InventoryItem }
  | { kind: "level"; level: Level }
  | { kind: "location"; location: Location }
  | { kind: "shop" }
  | { kind: "body"; body: () => unknown };

/** What a change of the model may touch. Events that one act causes share an event id and are sent when the act ends. */
export interface World {
  shop: Shop;
  now(): number;
  random: Random;
  coins: Coins;
  /** A new platform id: decimal digits. */
  newId(): string;
  /** Sends a webhook if the app subscribed to the topic; `at`: only then. */
  emit(topic: string, subject: Subject, at?: number): void;
  addOrder(order: Order): void;
  touchOrder(order: Order): void;
  touchLevel(level: Level, availableChanged: boolean): void;
}

/** A refusal as GraphQL's `userErrors` has it. */
export interface UserError {
  code: string | null;
  field: string[] | null;
  message: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; errors: UserError[] };
export const accepted = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = (message: string, code: string | null = null, field: string[] | null = null): { ok: false; errors: UserError[] } =>
  ({ ok: false, errors: [{ code, field, message }] });

/** What must be there, because this model made it. */
export function found<T>(value: T | undefined, words: string): T {
  if (value === undefined) throw new Error(`sandbox: ${words} does not exist`);
  return value;
}
