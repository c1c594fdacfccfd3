import { parseDecimalToMinor } from "../../../app/domain/money";
import type { FinancialStatus, OrderSource, PlatformContact, PlatformOrder, RestockKind } from "../../../app/domain/platform";

/** The rules that webhook bodies and GraphQL answers share, so that one order reads the same from both. */

export type Translated<T> = { ok: true; value: T } | { ok: false; problem: string };

/** Shopify's `source_name` / `sourceName`. Numbers are the ids of other apps; `iphone` and `android` are its own mobile apps. */
export function sourceOf(name: string | null): OrderSource {
  if (name === "web") return "online";
  if (name === "pos") return "point-of-sale";
  return name === "shopify_draft_order" ? "draft" : "other";
}

const FINANCIAL_STATUSES: Record<string, FinancialStatus> = {
  pending: "pending", authorized: "authorized", paid: "paid", partially_paid: "partially-paid", refunded: "refunded",
  partially_refunded: "partially-refunded", voided: "voided", expired: "expired",
};

/** Webhooks write `partially_paid`, GraphQL `PARTIALLY_PAID`. */
export const financialStatusOf = (status: string | null): FinancialStatus => FINANCIAL_STATUSES[status?.toLowerCase() ?? ""] ?? "unknown";

export interface AddressFields {
  name: string | null;
  company: string | null;
  phone: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  provinceCode: string | null;
  postalCode: string | null;
  countryCode: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** Characters of a postal code that still name a region, not a street. */
const COARSE_POSTAL_CHARACTERS = 3;

/** One decimal of a degree is about 11 km. */
const coarseDegrees = (degrees: number | null): number | null => {
  if (degrees === null) return null;
  const rounded = Math.round(degrees * 10) / 10;
  // Rounding a small negative gives -0, which would differ from the 0 that is stored and read again.
  return rounded === 0 ? 0 : rounded;
};

/** Where the parcel goes, coarse enough to keep outside of sealed rows. Null when the platform says nothing at all. */
export function shipToOf(address: AddressFields | null): PlatformOrder["shipTo"] {
  if (address === null) return null;
  const shipTo = {
    countryCode: address.countryCode,
    provinceCode: address.provinceCode,
    postalCode: address.postalCode?.trim().slice(0, COARSE_POSTAL_CHARACTERS).trimEnd().toUpperCase() ?? null,
    latitude: coarseDegrees(address.latitude),
    longitude: coarseDegrees(address.longitude),
  };
  return Object.values(shipTo).every((value) => value === null) ? null : shipTo;
}

export interface ContactSources {
  email: string | null;
  phone: string | null;
  shipping: AddressFields | null;
  /** The payer's name stands in where nothing is shipped. */
  billingName: string | null;
}

export function contactOf({ email, phone, shipping, billingName }: ContactSources): PlatformContact | null {
  const contact: PlatformContact = {
    name: shipping?.name ?? billingName,
    email,
    phone: shipping?.phone ?? phone,
    company: shipping?.company ?? null,
    address1: shipping?.address1 ?? null,
    address2: shipping?.address2 ?? null,
    city: shipping?.city ?? null,
    provinceCode: shipping?.provinceCode ?? null,
    postalCode: shipping?.postalCode ?? null,
    countryCode: shipping?.countryCode ?? null,
  };
  return Object.values(contact).every((value) => value === null) ? null : contact;
}

const RESTOCKS: Record<string, RestockKind> = { no_restock: "none", cancel: "cancel", return: "return", legacy_restock: "return" };

/** Webhooks write `no_restock`, GraphQL `NO_RESTOCK`. What is not known has put nothing on a shelf. */
export const restockOf = (type: string | null): RestockKind => RESTOCKS[type?.toLowerCase() ?? ""] ?? "none";

/** Tags come as `"a, b"` in webhooks and as a list in answers, each in its own order. */
export const tagsOf = (tags: readonly string[]): string[] =>
  [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))].sort();

/** Shopify names the only variant of a product "Default Title". */
export const itemTitleOf = (productTitle: string, variantTitle: string | null): string =>
  variantTitle === null || variantTitle === "Default Title" ? productTitle : `${productTitle} - ${variantTitle}`;

/** Collects the first amount that cannot be read, so that a translation reads straight and complains once. */
export interface AmountReader {
  minor(field: string, text: string): number;
  /** In the currency that the customer paid in. Missing, it is the shop's amount where both currencies are one. */
  presentmentMinor(field: string, text: string | null | undefined, shopMinor: number): number;
  problem(): string | null;
}

export function amountReader(currency: string, presentmentCurrency = currency): AmountReader {
  let problem: string | null = null;
  const read = (field: string, text: string, of: string): number => {
    const minor = parseDecimalToMinor(text, of);
    if (minor !== null) return minor;
    problem ??= `\`${field}\` is not an amount of ${of}.`;
    return 0;
  };
  return {
    minor: (field, text) => read(field, text, currency),
    presentmentMinor(field, text, shopMinor) {
      if (presentmentCurrency === currency) return shopMinor;
      return read(field, text ?? "", presentmentCurrency);
    },
    problem: () => problem,
  };
}
