/** Names of states and provinces, by country: `code name`. Facts of ISO 3166-2; others are written by their code. */
const US = `
  AK Alaska, AL Alabama, AR Arkansas, AZ Arizona, CA California, CO Colorado, CT Connecticut, DC District of Columbia, DE Delaware, FL Florida,
  GA Georgia, HI Hawaii, IA Iowa, ID Idaho, IL Illinois, IN Indiana, KS Kansas, KY Kentucky, LA Louisiana, MA Massachusetts, MD Maryland,
  ME Maine, MI Michigan, MN Minnesota, MO Missouri, MS Mississippi, MT Montana, NC North Carolina, ND North Dakota, NE Nebraska,
  NH New Hampshire, NJ New Jersey, NM New Mexico, NV Nevada, NY New York, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico,
  RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VA Virginia, VT Vermont, WA Washington,
  WI Wisconsin, WV West Virginia, WY Wyoming
`;
const CA = `
  AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador, NS Nova Scotia, NT Northwest Territories,
  NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan, YT Yukon
`;
const AU = `
  ACT Australian Capital Territory, NSW New South Wales, NT Northern Territory, QLD Queensland, SA South Australia, TAS Tasmania, VIC Victoria,
  WA Western Australia
`;

const named = (country: string, names: string): [string, string][] =>
  names.split(",").map((entry) => entry.trim().split(/\s(.*)/s)).map(([code = "", name = ""]) => [`${country}-${code}`, name]);

/** By code, as `US-CA`. */
export const PROVINCE_NAMES: ReadonlyMap<string, string> = new Map([...named("US", US), ...named("CA", CA), ...named("AU", AU)]);

const COUNTRY_NAMES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** The English name of a country code; what is no code is written as it is. */
export function countryName(code: string): string {
  try {
    // ZZ stands for what is unknown, and has a name all the same.
    return code === "ZZ" ? code : (COUNTRY_NAMES.of(code) ?? code);
  } catch {
    return code;
  }
}

/** `US-CA` is "California"; a province without a known name is "code, country". */
export function provinceName(code: string): string {
  const known = PROVINCE_NAMES.get(code);
  if (known !== undefined) return known;
  const [country = "", province = ""] = code.split(/-(.*)/s);
  return province === "" ? code : `${province}, ${countryName(country)}`;
}
