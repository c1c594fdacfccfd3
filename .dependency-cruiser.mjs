/**
 * Who may import whom. Each comment says how to mend the violation. The picture is in app/README.md.
 * @type {import("dependency-cruiser").IConfiguration}
 */

const TESTS = "\\.test\\.tsx?$";
/** Folders and files whose purpose is to test: they may reach for real parts to compare them. */
const TESTING = [TESTS, "^tests/", "^bench/", "/(battery|conformance)[^/]*\\.ts$", "/[^/]*(fixtures|testing)[^/]*(/|\\.ts$)"];
const SHOPIFY_SDK = "node_modules/@shopify/(shopify-api|shopify-app-remix|shopify-app-session-storage|shopify-app-session-storage-drizzle)/";
const DATABASE_DRIVERS = "node_modules/(drizzle-orm|better-sqlite3|pg|@types/(better-sqlite3|pg))/";

/** Makes of one seam: who chooses among them. */
const COMPOSERS = ["^app/context\\.server\\.ts$", "^app/cli\\.ts$", "^app/cli/", "^connectors/channels/verify-live[^/]*\\.ts$", ...TESTING];

const rule = (name, comment, { from = {}, to = {} }) => ({ name, severity: "error", comment, from, to });

const layers = [
  rule("domain-is-pure", "app/domain decides; it never reads or writes. Pass the data in, return the decision.",
    { from: { path: "^app/domain/", pathNot: TESTING }, to: { pathNot: "^app/domain/" } }),
  rule("db-below-flows", "app/db stores and finds. Decisions live above it. Of auth it knows the seal alone.", {
    from: { path: "^app/db/", pathNot: TESTING },
    to: { path: "^app/(flows|jobs|http|auth|routes|screens|ui)/|^connectors/", pathNot: "^app/auth/seal\\.ts$" },
  }),
  rule("flows-know-no-http-jobs-react", "A flow is called by a route and by a job alike; it knows neither.", {
    from: { path: "^app/flows/", pathNot: TESTING },
    to: { path: "^app/(http|auth|jobs|routes|screens|ui)/|node_modules/(@remix-run|react|react-dom|express|bullmq|ioredis)/" },
  }),
  rule("threads-only-compute", "A thread opens no database and reaches no platform: hand it what it needs, page by page.",
    { from: { path: "^app/compute/", pathNot: TESTING }, to: { path: "^(app|connectors)/", pathNot: "^app/(compute|domain)/" } }),
  rule("sql-stays-in-db", "Add a named query to app/db and its port instead.",
    { from: { pathNot: ["^app/db/", "^prisma/", "^scripts/", "^bench/", "^tests/"] }, to: { path: DATABASE_DRIVERS } }),
  rule("bullmq-stays-in-jobs", "Enqueue through the queue's interface.",
    { from: { pathNot: "^app/jobs/" }, to: { path: "node_modules/(bullmq|ioredis)/" } }),
];

const seams = [
  rule("port-knows-only-domain", "The port is the contract. It may name domain types and nothing else.",
    { from: { path: "^connectors/[^/]+/port\\.ts$" }, to: { pathNot: "^app/domain/" } }),
  rule("connectors-see-domain-and-their-port", "A connector translates. It gets credentials and a world as arguments and never opens our database or queue.",
    { from: { path: "^connectors/", pathNot: COMPOSERS }, to: { path: "^(app|sandbox|tests|bench)/", pathNot: "^app/domain/" } }),
  rule("connectors-stay-apart", "Connectors never import each other. What they share belongs in the domain or in port.ts.",
    { from: { path: "^connectors/([^/]+)/([^/]+)/" }, to: { path: "^connectors/([^/]+)/([^/]+)/", pathNot: "^connectors/$1/$2/" } }),
  rule("only-context-picks-a-connector", "Use ctx.channel(platform). Only app/context.server.ts imports the connectors.",
    { from: { path: "^app/", pathNot: COMPOSERS }, to: { path: "^connectors/", pathNot: "^connectors/[^/]+/port\\.ts$" } }),
  rule("only-context-picks-a-database", "Name app/db/port.ts, and get the database from the context.",
    { from: { path: "^app/", pathNot: ["^app/db/", ...COMPOSERS] }, to: { path: "^app/db/", pathNot: "^app/db/port\\.ts$" } }),
  rule("only-context-picks-a-queue", "Name the queue's interface, and get the queue from the context.", {
    from: { path: "^app/", pathNot: ["^app/jobs/", "^app/worker\\.ts$", ...COMPOSERS] },
    to: { path: "^app/jobs/(inline|bullmq)[^/]*\\.ts$" },
  }),
  rule("platform-sdk-stays-in-its-connector", "A platform's types must not leak. Translate inside the connector, or authenticate inside app/auth.", {
    from: { path: "^(app|connectors|tests|bench|sandbox)/", pathNot: ["^connectors/channels/shopify/", "^app/auth/", "^app/routes/shopify[^/]*\\.tsx?$"] },
    to: { path: SHOPIFY_SDK },
  }),
];

const twins = [
  rule("sandbox-knows-neither-app-nor-connectors", "Twin and translator must not share their mistakes: write it from the platform's own words.",
    { from: { path: "^sandbox/" }, to: { path: "^(app|connectors)/" } }),
  rule("only-tests-import-the-sandbox", "The house must not know its twin. Only host names differ, and they are settings.",
    { from: { pathNot: ["^sandbox/", ...TESTING] }, to: { path: "^sandbox/" } }),
];

const screens = [
  rule("screens-speak-only-kit", "Use app/ui. If the kit lacks a component, add it to the contract and to both kits.", {
    from: { path: "^app/screens/", pathNot: TESTING },
    to: { path: "^app/ui/(polaris|big-design)/|node_modules/(@shopify/(polaris|app-bridge[^/]*)|@bigcommerce/[^/]+|styled-components)/" },
  }),
  rule("components-get-data-from-their-loader", "Put the query in the page model beside it (*.server.ts) and read it with useLoaderData.", {
    from: { path: "^app/(screens|ui)/.*\\.tsx$", pathNot: TESTING },
    to: { path: "^app/(db|flows|jobs|http)/|^app/context\\.server", dependencyTypesNot: ["type-only"] },
  }),
  rule("big-design-side-has-no-polaris", "BigDesign lives in ui/big-design and routes/bigcommerce; a merchant downloads one design system.", {
    from: { path: "^app/(ui/big-design/|routes/bigcommerce)", pathNot: TESTING },
    to: { path: "^app/ui/polaris/|node_modules/@shopify/polaris/" },
  }),
  rule("polaris-side-has-no-big-design", "Polaris lives in ui/polaris and routes/shopify; a merchant downloads one design system.", {
    from: { path: "^app/(ui/polaris/|routes/shopify)", pathNot: TESTING },
    to: { path: "^app/ui/big-design/|node_modules/(@bigcommerce|styled-components)/" },
  }),
  rule("plain-parts-wear-no-design", "ui/plain is styled by tokens that each kit maps.", {
    from: { path: "^app/ui/(plain/|contract)", pathNot: TESTING },
    to: { path: "^app/ui/(polaris|big-design)/|node_modules/(@shopify/polaris|@bigcommerce|styled-components)/" },
  }),
];

const models = [
  rule("models-are-naive", "A model that shares code with the house shares its mistakes: write it from what the house promises.",
    { from: { path: "^tests/model/[^/]*-model\\.ts$" }, to: { path: "^(app|connectors|sandbox)/" } }),
];

const hygiene = [
  rule("no-cycles", "Two modules that need each other are one module, or hide a third. Merge or extract.",
    { to: { circular: true } }),
  rule("nobody-imports-a-route", "If it is worth sharing, it is not part of a route.",
    { from: { pathNot: ["^app/routes\\.ts$", "^app/routes/", TESTS] }, to: { path: "^app/routes/" } }),
  rule("nobody-imports-a-test", "If it is worth sharing, it is not part of a test.",
    { to: { path: TESTS } }),
  rule("no-orphans", "Nothing uses this file. Delete it.",
    { from: { orphan: true, pathNot: ["\\.d\\.ts$", "^app/(root|entry\\..*|routes)\\.tsx?$", "^app/routes/", "^app/screens/.*\\.tsx$", "^tests/", "^sandbox/.*/public/", TESTS] } }),
  rule("tools-stay-out-of-the-house", "A development dependency is not there in production.", {
    from: { path: "^(app|connectors)/", pathNot: [...TESTING, "^app/routes\\.ts$", "\\.config\\.ts$", "^connectors/channels/verify-live[^/]*\\.ts$"] },
    // What is imported when it is needed is not there in production either: Vite, in development.
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], dynamic: false },
  }),
  rule("every-import-resolves", "The file or package is not there.",
    { to: { couldNotResolve: true, pathNot: ["^virtual:", "^/extensions/"] } }),
];

export default {
  forbidden: [...layers, ...seams, ...twins, ...screens, ...models, ...hygiene],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|\\.data)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"], mainFields: ["module", "main", "types"] },
  },
};
