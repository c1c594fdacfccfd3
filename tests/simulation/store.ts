import { readFileSync } from "node:fs";

/** The simulated store and what the app subscribes to there: read from the app's own file, as the platform would. */
export const DOMAIN = "acme.myshopify.com";
export const SECRET = "simulated-secret";

const file = readFileSync("shopify.app.toml", "utf8");

const quoted = (text: string): string[] => [...text.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");

export const TOPICS: string[] = [...file.matchAll(/^topics = \[([^\]]*)\]/gm)].flatMap((match) => quoted(match[1] ?? ""));
export const SCOPES: string[] = (/^scopes = "([^"]*)"/m.exec(file)?.[1] ?? "").split(",");
