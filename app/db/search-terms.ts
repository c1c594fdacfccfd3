import { createHmac } from "node:crypto";
import type { Seal } from "../auth/seal";
import type { MerchantId } from "../domain/ids";

const HASH_BYTES = 12;
export const SEARCH_WORDS_MAX = 8;

/** Words to find orders by, kept only as keyed hashes: whoever reads the database alone learns no name or address. */
export interface SearchTerms {
  toStore(merchantId: MerchantId, words: readonly string[]): string[];
  /** For each word of a search, the hashes that it may be stored under: one per master key. */
  toFind(merchantId: MerchantId, search: string): string[][];
}

export const createSearchTerms = (seal: Seal): SearchTerms => {
  const keys = seal.derive("search-terms");
  const hash = (key: Buffer, merchantId: MerchantId, word: string) =>
    createHmac("sha256", key).update(`${merchantId}\0${word}`).digest().subarray(0, HASH_BYTES).toString("base64url");
  return {
    toStore: (merchantId, words) => {
      const wanted = new Set(words.flatMap(wordsOf).flatMap((word) => (/^#./.test(word) ? [word, word.slice(1)] : [word])));
      return [...wanted].map((word) => hash(keys[0] as Buffer, merchantId, word));
    },
    toFind: (merchantId, search) =>
      wordsOf(search).slice(0, SEARCH_WORDS_MAX).map((word) => keys.map((key) => hash(key, merchantId, word))),
  };
};

export const wordsOf = (text: string): string[] => text.normalize("NFKC").toLowerCase().split(/\s+/).filter((word) => word !== "");
