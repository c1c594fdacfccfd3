import type { StoreAccess } from "../port";
import type { Answer, Call, Client, Failure } from "./client";
import { TOO_DEAR } from "./client";
import type { Operation } from "./operations";
import type { Connection } from "./shapes";

/** Pages after which a connection is given up: 25,000 objects are the platform's own limit. */
const PAGES_MAX = 500;

export const malformed = (words: string): { ok: false; failure: Failure } =>
  ({ ok: false, failure: { trouble: { kind: "retry", afterMs: 5_000, words, unreadable: true }, lost: false } });

/** Follows a connection to its end; `first` may be a page that is already here. */
export async function readRest<T>(first: Connection<T>, readPage: (after: string) => Promise<Answer<Connection<T>>>): Promise<Answer<T[]>> {
  const nodes = [...first.nodes];
  let { pageInfo } = first;
  for (let page = 0; pageInfo.hasNextPage; page += 1) {
    if (page === PAGES_MAX || !pageInfo.endCursor) return malformed("Shopify's list does not end.");
    const next = await readPage(pageInfo.endCursor);
    if (!next.ok) return next;
    nodes.push(...next.value.nodes);
    pageInfo = next.value.pageInfo;
  }
  return { ok: true, value: nodes };
}

export interface BatchCall<Id, T> {
  operation: Operation;
  ids: readonly Id[];
  /** Most ids in one call, whatever they cost. */
  most: number;
  ask(slice: readonly Id[]): Pick<Call<T>, "shape" | "variables">;
}

/** Asks for many ids in as few calls as the cost allows; answers come in the order of the slices. */
export async function readInBatches<Id, T>(client: Client, access: StoreAccess, batch: BatchCall<Id, T>): Promise<Answer<{ slice: readonly Id[]; value: T }[]>> {
  const answers: { slice: readonly Id[]; value: T }[] = [];
  let at = 0;
  while (at < batch.ids.length) {
    const slice = batch.ids.slice(at, at + client.batchSize(access, batch.operation, batch.most));
    const answer = await client.call(access, { operation: batch.operation, ...batch.ask(slice), ids: slice.length });
    if (answer.ok) {
      answers.push({ slice, value: answer.value });
      at += slice.length;
      continue;
    }
    const tooDear = answer.failure.trouble.kind === "refused" && answer.failure.trouble.code === TOO_DEAR;
    if (!tooDear || slice.length === 1) return answer;
  }
  return { ok: true, value: answers };
}
