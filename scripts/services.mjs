import { accessSync, constants, existsSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, say } from "./run.mjs";

/** Programs of the system that some suites need. On Debian, as root, the missing ones are installed. */

const onPath = (...names) => {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.some((name) => folders.some((folder) => isProgram(join(folder, name))));
};

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Debian keeps the server's programs off the path, one folder a version. */
const hasPostgresServer = () => {
  const versions = "/usr/lib/postgresql";
  return onPath("initdb") || (existsSync(versions) && readdirSync(versions).some((version) => isProgram(join(versions, version, "bin/initdb"))));
};

export const SERVICES = {
  chromium: { name: "Chromium", present: () => Boolean(process.env.CHROMIUM_PATH) || onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), apt: "chromium" },
  postgresql: { name: "PostgreSQL", present: () => Boolean(process.env.TEST_POSTGRES_URL) || hasPostgresServer(), apt: "postgresql" },
  redis: { name: "Redis", present: () => Boolean(process.env.TEST_REDIS_URL) || onPath("redis-server"), apt: "redis-server" },
  strace: { name: "strace", present: () => onPath("strace"), apt: "strace" },
};

const isDebian = () => onPath("apt-get") && existsSync("/etc/os-release") && /\b(debian|ubuntu)\b/.test(readFileSync("/etc/os-release", "utf8"));

/** The command that a person types to get a service. */
export const installCommand = (key) => `apt-get install -y ${SERVICES[key].apt}`;

/**
 * Installs what is missing where that is possible: as root on Debian.
 * @returns {Promise<string[]>} the services that are still missing
 */
export const ensureServices = async (keys) => {
  const missing = keys.filter((key) => !SERVICES[key].present());
  if (missing.length === 0 || !isDebian() || process.getuid?.() !== 0) return missing;
  say(`Installing ${missing.map((key) => SERVICES[key].name).join(", ")} …`);
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "-qq"], { env: quiet });
  const { code, output } = await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing.map((key) => SERVICES[key].apt)], { env: quiet });
  if (code !== 0) say(`apt-get could not install them:\n${output.trim().split("\n").slice(-5).join("\n")}`);
  return missing.filter((key) => !SERVICES[key].present());
};
