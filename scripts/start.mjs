import { createChildren } from "./children.mjs";
import { ensureBuild, ensureNode, ensurePackages } from "./prepare.mjs";

/** `npm start`: web and worker from the environment, against the real platforms. */

ensureNode();
await ensurePackages();
await ensureBuild();
const children = createChildren();
const environment = { NODE_ENV: process.env.NODE_ENV || "production" };
children.start("web", "app/server.ts", environment);
children.start("worker", "app/worker.ts", environment);
