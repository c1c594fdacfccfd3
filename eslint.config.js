import tseslint from "typescript-eslint";

/** What the import checker cannot see: globals in the pure domain, the size of files and functions, and promises left alone. */

/** Tests, and the batteries and fixtures that several of them share. */
const TESTS = ["**/*.test.{ts,tsx}", "tests/**", "**/battery*.ts", "**/conformance*.ts", "**/fixtures/**", "**/*-fixtures.ts"];

const asArgument = (name, instead) => ({ name, message: `The domain takes ${instead} as an argument.` });

const DOMAIN_GLOBALS = [
  asArgument("Date", "`now: Instant`"),
  asArgument("fetch", "what was fetched"),
  asArgument("process", "settings"),
  asArgument("crypto", "`newId`"),
  asArgument("performance", "`now: Instant`"),
  asArgument("Buffer", "text or numbers"),
  { name: "console", message: "The domain returns what happened; the flow logs it." },
  { name: "setTimeout", message: "The domain does not wait; schedule in a job." },
  { name: "setInterval", message: "The domain does not wait; schedule in a job." },
];

const DEFAULT_EXPORT = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: "Export by name: a default export has as many names as it has importers.",
};

/** Remix and the tools ask for a default export in these. */
const DEFAULT_EXPORT_WANTED = ["app/root.tsx", "app/entry.*.tsx", "app/routes.ts", "app/routes/**", "app/screens/**", "extensions/*/src/block.tsx", "**/*.config.{ts,js,mjs}", ".dependency-cruiser.mjs", "**/*.d.ts"];

export default tseslint.config(
  { ignores: ["build/**", "node_modules/**", ".data/**", ".cache/**", "coverage/**", "public/**", "sandbox/**/public/**"] },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@typescript-eslint": tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-restricted-syntax": ["error", DEFAULT_EXPORT],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-debugger": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none", ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", disallowTypeAnnotations: false }],
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [{ from: "package", name: ["test", "it", "describe", "suite"], package: "vitest" }] }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false }],
    },
  },
  { files: DEFAULT_EXPORT_WANTED, rules: { "no-restricted-syntax": "off" } },
  {
    files: ["app/domain/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-restricted-globals": ["error", ...DOMAIN_GLOBALS],
      "no-restricted-properties": ["error", { object: "Math", property: "random", message: "The domain takes `random` as an argument." }],
      "no-restricted-syntax": ["error",
        DEFAULT_EXPORT,
        { selector: ":function[async=true]", message: "The domain is synchronous: it has nothing to wait for." },
        { selector: "ThrowStatement", message: "Return a refusal; a broken invariant calls assert()." },
      ],
    },
  },
  {
    files: ["**/*.{ts,tsx,js,mjs}"],
    ignores: TESTS,
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 3],
      "max-depth": ["error", 3],
    },
  },
  // A schema is data, one table after the other.
  { files: ["app/db/schema-*.ts"], rules: { "max-lines-per-function": "off" } },
  { files: TESTS, rules: { "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }] } },
  { files: ["app/**/*.{ts,tsx}", "connectors/**/*.ts"], ignores: [...TESTS, "app/cli.ts", "app/cli/**", "connectors/channels/verify-live.ts"], rules: { "no-console": "error" } },
);
