// Fetches Shopify's published Admin schema (2026-07) for the sandbox and its tests. Run twice, it does nothing the second time.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@shopify/dev-mcp@1.16.0";
const INTEGRITY = "sha512-tqgRnK7sQhjew+htxtleTH23nXB5fZcsrhWgEkomsorGXvLOB2mh2upwZm8uzuTDNTZnqtLMe64yIwh6s2awtw==";
const INSIDE = "package/dist/data/admin_2026-07.json.gz";
const TARGET = fileURLToPath(new URL("../.cache/shopify/admin_2026-07.json.gz", import.meta.url));

const fail = (words) => {
  process.stderr.write(`fetch-shopify-schema: ${words}\n`);
  process.exit(1);
};

function download(directory) {
  try {
    const printed = execFileSync("npm", ["pack", PACKAGE, "--json", "--ignore-scripts", "--pack-destination", directory], { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const listed = JSON.parse(printed);
    const [first] = Array.isArray(listed) ? listed : Object.values(listed);
    return join(directory, first.filename.replace("@", "").replace("/", "-"));
  } catch (problem) {
    const said = String(problem.stderr ?? problem.message).split("\n").find((line) => line.includes("code")) ?? problem.message;
    return fail(`${PACKAGE} could not be fetched from the package registry (${said.trim()}). Check the network and the registry setting of npm, then run this again.`);
  }
}

if (existsSync(TARGET)) process.exit(0);
const directory = mkdtempSync(join(tmpdir(), "shopify-schema-"));
try {
  const archive = download(directory);
  const digest = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (digest !== INTEGRITY) fail(`${PACKAGE} has another content than expected (${digest}); it is not used.`);
  execFileSync("tar", ["-xzf", archive, "-C", directory, INSIDE]);
  mkdirSync(dirname(TARGET), { recursive: true });
  // Beside the target first: a run that is cut off leaves no half file.
  copyFileSync(join(directory, INSIDE), `${TARGET}.partial`);
  renameSync(`${TARGET}.partial`, TARGET);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
