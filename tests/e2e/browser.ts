import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
/** Nothing but the pages of this machine: no updates, no sync, no telemetry. */
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Debian's Chromium, or the one that CHROMIUM_PATH names; null when there is none. */
export const chromiumPath = (): string | null => process.env.CHROMIUM_PATH ?? PATHS.find(existsSync) ?? null;

/** A headless browser with an empty profile; the caller closes it. */
export const openBrowser = (): Promise<Browser> => {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error("No Chromium here. Install it with: apt-get install -y chromium");
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
};
