/** Where the demo store keeps its stock, by fulfillment priority. */
export const WAREHOUSES = [
  { name: "Reno warehouse", address1: "1200 Desert Loop", city: "Reno", province: "Nevada", provinceCode: "NV", zip: "89502", latitude: 39.4975, longitude: -119.7647 },
  { name: "Dallas warehouse", address1: "480 Prairie Road", city: "Dallas", province: "Texas", provinceCode: "TX", zip: "75212", latitude: 32.7836, longitude: -96.8716 },
  { name: "Newark warehouse", address1: "77 Harbor Street", city: "Newark", province: "New Jersey", provinceCode: "NJ", zip: "07114", latitude: 40.7084, longitude: -74.1891 },
  { name: "Atlanta shop", address1: "9 Orchard Avenue", city: "Atlanta", province: "Georgia", provinceCode: "GA", zip: "30318", latitude: 33.7918, longitude: -84.4478 },
] as const;

export interface Destination { provinceCode: string; province: string; city: string; zip: string; latitude: number; longitude: number }

const place = (provinceCode: string, province: string, rest: [city: string, zip: string, latitude: number, longitude: number]): Destination =>
  ({ provinceCode, province, city: rest[0], zip: rest[1], latitude: rest[2], longitude: rest[3] });

/** One real city in each state and the capital. */
export const DESTINATIONS: readonly Destination[] = [
  place("AL", "Alabama", ["Birmingham", "35203", 33.52, -86.81]), place("AK", "Alaska", ["Anchorage", "99501", 61.22, -149.88]), place("AZ", "Arizona", ["Phoenix", "85004", 33.45, -112.07]),
  place("AR", "Arkansas", ["Little Rock", "72201", 34.75, -92.28]), place("CA", "California", ["Los Angeles", "90012", 34.06, -118.24]), place("CO", "Colorado", ["Denver", "80202", 39.75, -104.99]),
  place("CT", "Connecticut", ["Hartford", "06103", 41.77, -72.67]), place("DE", "Delaware", ["Wilmington", "19801", 39.74, -75.55]), place("DC", "District of Columbia", ["Washington", "20001", 38.91, -77.02]),
  place("FL", "Florida", ["Miami", "33130", 25.77, -80.2]), place("GA", "Georgia", ["Savannah", "31401", 32.08, -81.09]), place("HI", "Hawaii", ["Honolulu", "96813", 21.31, -157.86]),
  place("ID", "Idaho", ["Boise", "83702", 43.62, -116.2]), place("IL", "Illinois", ["Chicago", "60602", 41.88, -87.63]), place("IN", "Indiana", ["Indianapolis", "46204", 39.77, -86.16]),
  place("IA", "Iowa", ["Des Moines", "50309", 41.59, -93.62]), place("KS", "Kansas", ["Wichita", "67202", 37.69, -97.34]), place("KY", "Kentucky", ["Louisville", "40202", 38.25, -85.75]),
  place("LA", "Louisiana", ["New Orleans", "70112", 29.96, -90.08]), place("ME", "Maine", ["Portland", "04101", 43.66, -70.26]), place("MD", "Maryland", ["Baltimore", "21202", 39.29, -76.61]),
  place("MA", "Massachusetts", ["Boston", "02108", 42.36, -71.06]), place("MI", "Michigan", ["Detroit", "48226", 42.33, -83.05]), place("MN", "Minnesota", ["Minneapolis", "55401", 44.98, -93.27]),
  place("MS", "Mississippi", ["Jackson", "39201", 32.3, -90.18]), place("MO", "Missouri", ["St. Louis", "63101", 38.63, -90.19]), place("MT", "Montana", ["Billings", "59101", 45.78, -108.5]),
  place("NE", "Nebraska", ["Omaha", "68102", 41.26, -95.94]), place("NV", "Nevada", ["Las Vegas", "89101", 36.17, -115.14]), place("NH", "New Hampshire", ["Manchester", "03101", 42.99, -71.46]),
  place("NJ", "New Jersey", ["Trenton", "08608", 40.22, -74.76]), place("NM", "New Mexico", ["Albuquerque", "87102", 35.08, -106.65]), place("NY", "New York", ["New York", "10007", 40.71, -74.01]),
  place("NC", "North Carolina", ["Charlotte", "28202", 35.23, -80.84]), place("ND", "North Dakota", ["Fargo", "58102", 46.88, -96.79]), place("OH", "Ohio", ["Columbus", "43215", 39.96, -83]),
  place("OK", "Oklahoma", ["Tulsa", "74103", 36.15, -95.99]), place("OR", "Oregon", ["Portland", "97204", 45.52, -122.67]), place("PA", "Pennsylvania", ["Philadelphia", "19107", 39.95, -75.16]),
  place("RI", "Rhode Island", ["Providence", "02903", 41.82, -71.41]), place("SC", "South Carolina", ["Charleston", "29401", 32.78, -79.93]), place("SD", "South Dakota", ["Sioux Falls", "57104", 43.55, -96.73]),
  place("TN", "Tennessee", ["Nashville", "37203", 36.16, -86.78]), place("TX", "Texas", ["Houston", "77002", 29.76, -95.37]), place("UT", "Utah", ["Salt Lake City", "84101", 40.76, -111.89]),
  place("VT", "Vermont", ["Burlington", "05401", 44.48, -73.21]), place("VA", "Virginia", ["Richmond", "23219", 37.54, -77.44]), place("WA", "Washington", ["Seattle", "98101", 47.61, -122.33]),
  place("WV", "West Virginia", ["Charleston", "25301", 38.35, -81.63]), place("WI", "Wisconsin", ["Milwaukee", "53202", 43.04, -87.91]), place("WY", "Wyoming", ["Cheyenne", "82001", 41.14, -104.82]),
];
