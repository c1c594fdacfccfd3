import type { Db } from "../db/port";
import type { Platform } from "../domain/platform";
import type { StoreRecord } from "../domain/records";

/** Who may have signed a delivery for a shop: the store, where it is known, and one list of secrets per app registration. */
export interface Signers {
  store: StoreRecord | null;
  secrets: readonly (readonly string[])[];
}

interface Remembered {
  signers: Signers;
  until: number;
}

const REMEMBERED_MS = 5_000;
/** Anyone may name any shop, so what is remembered is bounded. */
const REMEMBERED_MAX = 2_000;

/**
 * Looks up who signs for a shop, remembered for seconds: a burst asks the database once. A known store is signed for by its
 * own registration alone, because custom apps of other merchants have secrets too.
 */
export function createSignerLookup(db: Pick<Db, "findStore" | "registration" | "registrations">, now: () => number) {
  const remembered = new Map<string, Remembered>();
  return async (platform: Platform, domain: string): Promise<Signers> => {
    const key = `${platform} ${domain}`;
    const known = remembered.get(key);
    if (known && known.until > now()) return known.signers;
    const signers = await look(db, platform, domain);
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(key, { signers, until: now() + REMEMBERED_MS });
    return signers;
  };
}

async function look(db: Pick<Db, "findStore" | "registration" | "registrations">, platform: Platform, domain: string): Promise<Signers> {
  const store = await db.findStore(platform, domain);
  const own = store ? await db.registration(store.registrationId) : null;
  const registrations = own ? [own] : store ? [] : await db.registrations(platform);
  return {
    store,
    secrets: registrations.map((one) => [one.clientSecret, one.previousClientSecret].filter((secret) => secret !== null)),
  };
}
