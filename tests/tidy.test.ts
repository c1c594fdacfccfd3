import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** The shape of the repository that no linter sees. A failure lists the files to mend. */

const SKIPPED = new Set(["node_modules", "build", ".data", ".cache", ".git", "coverage"]);
const CODE_FOLDERS = ["app", "connectors", "sandbox", "bench", "tests", "scripts"];
/** This file names what it forbids. */
const OWN = "tests/tidy.test.ts";

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });

const files = walk(".").filter((file) => file !== OWN);
const texts = new Map(files.filter((file) => /\.(tsx?|m?js|css|md|ya?ml|toml|json)$/.test(file) || file === ".ci/run").map((file) => [file, readFileSync(file, "utf8")]));
const textOf = (file: string): string => texts.get(file) ?? "";
/** Tests, and the batteries that several of them run. */
const isTest = (file: string): boolean => /\.test\.tsx?$|\/(battery|conformance)[^/]*\.ts$/.test(file);
const code = [...texts.keys()].filter((file) => /\.(tsx?|m?js)$/.test(file) && CODE_FOLDERS.includes(file.split("/")[0]!));
const house = code.filter((file) => /^(app|connectors|sandbox)\//.test(file) && !isTest(file));
const documents = [...texts.keys()].filter((file) => file.endsWith(".md"));
/** `file:line: text` of each match, so that a failure can be clicked. */
const matches = (pattern: RegExp, among: readonly string[]): string[] =>
  among.flatMap((file) => textOf(file).split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])));

describe("connectors", () => {
  const kinds = readdirSync("connectors", { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const makes = (kind: string): string[] => readdirSync(`connectors/${kind}`, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const shape = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith(".ts") && !isTest(name)).sort();

  test("Shopify's is there to be mirrored", () => {
    expect(makes("channels")).toContain("shopify");
  });

  test.each(kinds)("all connectors/%s have the same files", (kind) => {
    const [first, ...others] = makes(kind).map((make) => shape(`connectors/${kind}/${make}`));
    for (const other of others) expect(other).toEqual(first);
  });
});

describe("tests", () => {
  const importsOf = (file: string): string[] =>
    [...textOf(file).matchAll(/from "(\.{1,2}\/[^"]+)"/g)].map(([, target]) => `${join(dirname(file), target!)}.ts`).filter((target) => texts.has(target));

  const reachedFrom = (roots: readonly string[]): Set<string> => {
    const reached = new Set(roots);
    for (const file of reached) for (const target of importsOf(file)) reached.add(target);
    return reached;
  };

  test("every domain module that does something is reached by a test of its folder or below", () => {
    const behaves = (file: string): boolean => /^export (function|const \w+ = (<[^>]+>)?\(|class)/m.test(textOf(file));
    const domain = files.filter((file) => file.startsWith("app/domain/") && file.endsWith(".ts") && !isTest(file));
    expect(domain.length).toBeGreaterThan(0);
    const tested = (file: string): boolean => reachedFrom(files.filter((other) => isTest(other) && `${dirname(other)}/`.startsWith(`${dirname(file)}/`))).has(file);
    expect(domain.filter((file) => behaves(file) && !tested(file))).toEqual([]);
  });
});

describe("names", () => {
  test("no folder or file is called after nothing", () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common|services?|lib|shared|stuff)(\/|\.[a-z]+$)/.test(file) && !file.startsWith("scripts/services"))).toEqual([]);
  });

  test("declarations say what they are", () => {
    const vague = /\b(class|type|interface)\s+(?!FulfillmentService\b)\w*(Manager|Helper|Utils?|Service|Processor|Info)\b|\b(function|const|let)\s+(do|handle|process)[A-Z]\w*/;
    expect(matches(vague, house)).toEqual([]);
  });

  test("files are in kebab-case", () => {
    expect(code.filter((file) => /[A-Z ]/.test(file))).toEqual([]);
  });
});

describe("leftovers", () => {
  test("nothing is left to do in a comment, printed for debugging, or the only test that runs", () => {
    expect(matches(/\b(TODO|FIXME|XXX|HACK)\b|\bconsole\.log\(|\b(test|it|describe)\.only\(|\bdebugger\b/, code)).toEqual([]);
  });

  test("code and documents speak of Switchyard alone", () => {
    const workplace = /\b(issue|ticket) #?\d+\b|\bhelpers?\b|\bsession \d+\b|\bsub-?agents?\b|\/work\/(main|shared)|\/tmp\/(brief|setup)|\bthe brief\b|\bDESIGN\.md\b|\bSTACK\.md\b/i;
    expect(matches(workplace, [...texts.keys()].filter((file) => file !== "package-lock.json"))).toEqual([]);
  });

  test("no machine's registry is written into the lockfile", () => {
    const hosts = [...textOf("package-lock.json").matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(([, host]) => host);
    expect(hosts.filter((host) => host !== "registry.npmjs.org")).toEqual([]);
  });
});

describe("seams", () => {
  test("only connectors, surfaces and auth ask which platform it is", () => {
    const elsewhere = house.filter((file) => /^app\//.test(file) && !/^app\/(routes\/|routes\.ts|auth\/|context\.server|ui\/surface)/.test(file));
    expect(matches(/\bplatform\s*[!=]==?\s*["']|case\s+["'](shopify|bigcommerce)["']/, elsewhere)).toEqual([]);
  });

  test("the environment is read in one place", () => {
    const elsewhere = house.filter((file) => file.startsWith("app/") && file !== "app/settings.server.ts" && !/(^|\/)(battery|[^/]*\.config)[^/]*\.ts$/.test(file));
    expect(matches(/\bprocess\.env\b/, elsewhere)).toEqual([]);
  });

  test("the stock ledger is append-only", () => {
    const rewriting = /\b(update|delete)\(\s*(\w+\.)?stockEntries\b|\b(update|delete from)\s+["`]?stock_entries\b/i;
    expect(matches(rewriting, code.filter((file) => file.startsWith("app/") && !isTest(file)))).toEqual([]);
  });
});

describe("documents", () => {
  test("every link between them leads somewhere", () => {
    const broken = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, target]) => join(dirname(file), target!)).filter((target) => !existsSync(target)).map((target) => `${file} → ${target}`));
    expect(broken).toEqual([]);
  });

  test("every command that they name exists", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const unknown = documents.flatMap((file) => [...textOf(file).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name!).filter((name) => !(name in scripts)).map((name) => `${file}: npm run ${name}`));
    expect(unknown).toEqual([]);
  });

  test("everything that docs/invariants.md names is in the code", () => {
    const words = code.map(textOf).join("\n");
    const named = [...textOf("docs/invariants.md").matchAll(/`([^`\n]+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    const isThere = (name: string): boolean => (/^[\w./-]+\.(tsx?|mjs|patch|md)$/.test(name) ? existsSync(name) : words.includes(name));
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});
