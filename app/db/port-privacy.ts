import type { Instant, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";

/** Where in all of a merchant's text a walk stands: a table, and the key of its last row seen. Plain data, so that a run can keep it. */
export interface TextCursor {
  table: string;
  after: (string | number)[] | null;
}

/** One row's texts by column, JSON as its text. What is sealed is left out: it says nothing to whoever has no key. */
export interface TextRow {
  key: (string | number)[];
  texts: Record<string, string>;
}

export interface TextPage {
  table: string;
  rows: TextRow[];
  /** Null: every table has been walked to its end. */
  next: TextCursor | null;
}

/** A column that may be rewritten, with what stood there. */
export interface TextPlace {
  table: string;
  key: (string | number)[];
  column: string;
  was: string;
}

export interface NamingDelivery {
  id: string;
  topic: string;
  status: string;
  reason: string | null;
  triggeredAt: Instant | null;
  receivedAt: Instant;
  attempts: number;
  body: string;
}

export interface ErasureRecord {
  id: string;
  /** SHA-256 of the shop's domain, hex. */
  domainHash: string;
  rows: number;
  finishedAt: Instant;
}

/** Finding and erasing people, stores and what has grown old. The tables come from the schema: a new one cannot be forgotten. */
export interface PrivacyQueries {
  /** Orders of a store by the platform's ids, and all orders of a customer (`idOf(storeId, platformId)`). */
  ordersOfPerson(merchantId: MerchantId, person: { storeId: StoreId; customerId: string | null; orderPlatformIds: readonly PlatformId[] }): Promise<{ id: OrderId; contactId: string | null }[]>;
  /** Orders with a contact in one of these statuses that were last changed before, oldest first. */
  ordersWithContact(merchantId: MerchantId, query: { storeId: StoreId; statuses: readonly string[]; changedBefore: Instant; limit: number }): Promise<OrderId[]>;
  /** Customers with a contact whose last order is older and none of whose orders has a contact. */
  customersToForget(merchantId: MerchantId, query: { storeId: StoreId; lastOrderBefore: Instant; limit: number }): Promise<{ id: string; contactId: string }[]>;
  /** Deliveries whose bodies name a number, oldest first: reads every body that is kept, for the command line alone. */
  deliveriesNaming(merchantId: MerchantId, digits: string, limit: number): Promise<NamingDelivery[]>;
  /** Deletes the customer's row and contacts with their keys, and the bodies of deliveries: in one transaction. */
  forgetPerson(merchantId: MerchantId, what: { customerId: string | null; contactIds: readonly string[]; deliveryIds: readonly string[] }): Promise<void>;
  /** Cuts the tie between a customer and the contact; both stay erased when done twice. */
  forgetCustomerContact(merchantId: MerchantId, customerId: string, contactId: string): Promise<void>;

  /** A page of every text of the merchant, table after table; `cursor` null begins. */
  textPage(merchantId: MerchantId, cursor: TextCursor | null, limit: number): Promise<TextPage>;
  /** False when something else stands there by now. */
  rewriteText(merchantId: MerchantId, place: TextPlace, text: string): Promise<boolean>;
  /** Deletes bodies of deliveries that are settled, and puts parked ones aside with the reason. Answers the ids of those that still wait. */
  eraseBodies(merchantId: MerchantId, deliveryIds: readonly string[], reason: string): Promise<string[]>;

  /** Deletes at most `limit` of the merchant's rows, but for its stores and runs; 0: none are left. */
  eraseRows(merchantId: MerchantId, limit: number): Promise<number>;
  /** Deletes all that is left of the merchant, its stores and runs too, and notes that it was done. */
  finishErasure(merchantId: MerchantId, note: ErasureRecord): Promise<void>;
  /** How many rows of the merchant each table has; tables without any are left out. */
  rowCounts(merchantId: MerchantId): Promise<Record<string, number>>;
  erasures(domainHash: string): Promise<ErasureRecord[]>;
  /** Writes deleted bytes over in the files themselves, where the database leaves that to its user. */
  settleFiles(): Promise<void>;

  /** Deletes bodies of applied and dismissed deliveries that came before; walks on from `afterId`. */
  purgeBodies(query: { receivedBefore: Instant; afterId: string; limit: number }): Promise<{ purged: number; next: string | null }>;
  purgeApiRequests(before: Instant, limit: number): Promise<number>;
}
