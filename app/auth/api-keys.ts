import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ApiKeyRecord, Db } from "../db/port";
import type { MerchantId } from "../domain/ids";

const KEY_PREFIX = "sy_";
const KEY_BYTES = 32;
const ENDING_CHARACTERS = 4;
const KEY_SHAPE = /^Bearer +(sy_[A-Za-z0-9_-]{43})$/i;

/** SHA-256, hex. A key has 256 random bits, so a slow hash would protect nothing more. */
export const hashApiKey = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Makes a key and stores its hash. The key is in the answer and nowhere else. */
export async function createApiKey(db: Pick<Db, "createApiKey">, wish: { merchantId: MerchantId; name: string; id: string; now: number; mayWrite: boolean; createdBy: string }): Promise<string> {
  const key = KEY_PREFIX + randomBytes(KEY_BYTES).toString("base64url");
  await db.createApiKey({
    merchantId: wish.merchantId, id: wish.id, name: wish.name, keyHash: hashApiKey(key), ending: key.slice(-ENDING_CHARACTERS), mayWrite: wish.mayWrite, createdBy: wish.createdBy,
    createdAt: wish.now, revokedAt: null,
  });
  return key;
}

/**
 * The key of an `Authorization` header, or null. Every header costs one hash, one look-up by hash and one constant-time comparison,
 * whether the key is known, revoked, unknown or no key at all.
 */
export async function apiKeyOf(db: Pick<Db, "apiKeyByHash">, authorization: string | undefined): Promise<ApiKeyRecord | null> {
  const key = KEY_SHAPE.exec(authorization ?? "")?.[1];
  const hash = hashApiKey(key ?? "");
  const record = await db.apiKeyByHash(hash);
  const same = timingSafeEqual(Buffer.from(record?.keyHash ?? "0".repeat(hash.length)), Buffer.from(hash));
  return key !== undefined && record !== null && same && record.revokedAt === null ? record : null;
}

/** The merchant that an `Authorization` header speaks for, or null. */
export async function merchantOfKey(db: Pick<Db, "apiKeyByHash">, authorization: string | undefined): Promise<MerchantId | null> {
  return (await apiKeyOf(db, authorization))?.merchantId ?? null;
}
