import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const VERSION = "v1";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Sealed text that cannot be opened: it was changed, belongs to another context, or its key is gone. */
export class SealBroken extends Error {
  constructor(readonly reason: "malformed" | "unknown-key" | "wrong-context-or-tampered") {
    super(`sealed text cannot be opened: ${reason}`);
    this.name = "SealBroken";
  }
}

export class MasterKeysMalformed extends Error {
  constructor(detail: string) {
    super(`master keys must read "<key id>:<base64 of ${KEY_BYTES} bytes>", comma separated: ${detail}`);
    this.name = "MasterKeysMalformed";
  }
}

/** Seals text for storage under the house's master keys. */
export interface Seal {
  /** AES-256-GCM; `context` is bound in as additional data, so that sealed text cannot be moved to another row. */
  seal(plain: string, context: string): string;
  /** Throws SealBroken. */
  open(sealed: string, context: string): string;
  /** A key for another purpose from each master key, the sealing one first. */
  derive(purpose: string): Buffer[];
}

interface MasterKey {
  id: string;
  bytes: Buffer;
}

/**
 * @param masterKeys `"<key id>:<base64 32 bytes>"`, comma separated. The first seals; all open, so that a new key is put in
 * front and the old one removed when nothing is sealed under it.
 */
export const createSeal = (masterKeys: string): Seal => {
  const keys = parseMasterKeys(masterKeys);
  const [current] = keys as [MasterKey, ...MasterKey[]];
  return {
    seal: (plain, context) => sealUnder(current, plain, context),
    open: (sealed, context) => openUnder(sealed, context, (id) => keys.find((key) => key.id === id)?.bytes),
    derive: (purpose) => keys.map((key) => Buffer.from(hkdfSync("sha256", key.bytes, "", `switchyard/${purpose}`, KEY_BYTES))),
  };
};

/** A key for one thing alone, to be sealed itself: deleting it erases all that it sealed. Base64url. */
export const newDataKey = (): string => randomBytes(KEY_BYTES).toString("base64url");

export const sealWithDataKey = (dataKey: string, plain: string, context: string): string =>
  sealUnder({ id: "data", bytes: Buffer.from(dataKey, "base64url") }, plain, context);

/** Throws SealBroken. */
export const openWithDataKey = (dataKey: string, sealed: string, context: string): string =>
  openUnder(sealed, context, () => Buffer.from(dataKey, "base64url"));

const parseMasterKeys = (text: string): MasterKey[] => {
  const keys = text.split(",").map((part, place) => parseMasterKey(part.trim(), place + 1));
  const ids = new Set(keys.map((key) => key.id));
  if (ids.size < keys.length) throw new MasterKeysMalformed("two keys have the same id");
  return keys;
};

/** Messages name the place of a key, never its text. */
const parseMasterKey = (part: string, place: number): MasterKey => {
  const colon = part.indexOf(":");
  const id = part.slice(0, Math.max(colon, 0));
  if (!KEY_ID.test(id)) throw new MasterKeysMalformed(`key ${place} has no id of letters, digits, "-" or "_"`);
  const bytes = Buffer.from(part.slice(colon + 1), "base64");
  if (bytes.length !== KEY_BYTES) throw new MasterKeysMalformed(`key ${place} has ${bytes.length} bytes`);
  return { id, bytes };
};

const additionalData = (keyId: string, context: string) => Buffer.from(`${VERSION}.${keyId}.${context}`, "utf8");

const sealUnder = (key: MasterKey, plain: string, context: string): string => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv);
  cipher.setAAD(additionalData(key.id, context));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [VERSION, key.id, ...[iv, cipher.getAuthTag(), sealed].map((bytes) => bytes.toString("base64url"))].join(".");
};

const openUnder = (sealed: string, context: string, keyOf: (id: string) => Buffer | undefined): string => {
  const [version, keyId, ...rest] = sealed.split(".");
  const [iv, tag, bytes] = rest.map((part) => Buffer.from(part, "base64url"));
  if (version !== VERSION || keyId === undefined || rest.length !== 3) throw new SealBroken("malformed");
  if (iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || bytes === undefined) throw new SealBroken("malformed");
  const key = keyOf(keyId);
  if (!key) throw new SealBroken("unknown-key");
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(additionalData(keyId, context));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes), decipher.final()]).toString("utf8");
  } catch {
    throw new SealBroken("wrong-context-or-tampered");
  }
};
