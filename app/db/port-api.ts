import type { Instant, MerchantId } from "../domain/ids";

/** A write of a program, by the key that it is idempotent under. */
export interface ApiRequestKey {
  merchantId: MerchantId;
  keyId: string;
  idempotencyKey: string;
}

/** What became of an earlier request of the same key. `status` null: it is being answered at this moment, or its answer was lost. */
export interface ApiRequestRecord extends ApiRequestKey {
  /** SHA-256 of method, address and body, hex. */
  requestHash: string;
  status: number | null;
  body: string | null;
  at: Instant;
}

export interface ApiRequestQueries {
  /** Takes the key for this request, durably, and answers null; else the request that has it. A request older than `staleBefore` has given it up. */
  beginApiRequest(request: ApiRequestKey & { requestHash: string; at: Instant }, staleBefore: Instant): Promise<ApiRequestRecord | null>;
  /** Keeps the answer, so that the same request gets it again. */
  endApiRequest(key: ApiRequestKey, answer: { status: number; body: string }): Promise<void>;
  /** Gives the key up: nothing was changed, and the request may be sent again as it is. */
  dropApiRequest(key: ApiRequestKey): Promise<void>;
}
