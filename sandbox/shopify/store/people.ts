import type { Address, Customer } from "../model/records";
import type { Random } from "../random";
import { DESTINATIONS } from "./places";

/** Made-up people. The addresses are real towns with streets that are not. */
const FIRST_NAMES = [
  "Ada", "Bruno", "Clara", "Diego", "Elif", "Farid", "Greta", "Hugo", "Imani", "Jonas", "Keiko", "Liam", "Mara", "Noor", "Oskar", "Priya", "Quinn", "Rosa", "Samir", "Tessa",
  "Umar", "Vera", "Wanda", "Xenia", "Yusuf", "Zoe",
];
const LAST_NAMES = [
  "Abbot", "Birch", "Castell", "Dunmore", "Ellery", "Fenwick", "Garrow", "Hollis", "Ingram", "Jessop", "Kestrel", "Lomax", "Marlow", "Norwood", "Okafor", "Penrose", "Quill", "Ramsey",
  "Sorrel", "Thorne", "Underhill", "Varga", "Whitlock", "Yarrow", "Zeller",
];
const STREETS = ["Alder Lane", "Beacon Street", "Cedar Court", "Dogwood Drive", "Elm Terrace", "Foxglove Way", "Granite Road", "Hazel Close", "Juniper Place", "Kestrel Walk", "Linden Avenue"];

export interface Person { customer: Customer; address: Address }

export function somebody(random: Random, newId: () => string): Person {
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const destination = random.pick(DESTINATIONS);
  const email = `${firstName}.${lastName}.${random.between(1, 999)}@example.com`.toLowerCase();
  const customer = { id: newId(), firstName, lastName, email };
  const company = random.chance(0.1) ? `${lastName} & Co` : null;
  return {
    customer: { ...customer, tags: company === null ? [] : ["wholesale"] },
    address: {
      firstName, lastName, company, address1: `${random.between(1, 990)} ${random.pick(STREETS)}`, address2: random.chance(0.2) ? `Apt ${random.between(1, 40)}` : null,
      city: destination.city, province: destination.province, provinceCode: destination.provinceCode, zip: destination.zip, country: "United States", countryCode: "US", phone: null,
      latitude: destination.latitude, longitude: destination.longitude,
    },
  };
}
