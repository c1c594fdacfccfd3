import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { openFixtureShop } from "./fixture-context";

export interface Preview {
  origin: string;
  close(): Promise<void>;
}

/** Serves the built screens over the made-up shop, for a browser or a person to look at. No authentication: 127.0.0.1 only. */
export async function openPreview(options: NonNullable<Parameters<typeof openFixtureShop>[0]> & { port?: number } = {}): Promise<Preview> {
  const shop = await openFixtureShop({ ...options, appBridgeUrl: "/no-app-bridge.js" });
  const build = (await import(pathToFileURL("build/server/index.js").href)) as ServerBuild;
  const app = express();
  app.use(express.static("build/client"));
  app.get("/no-app-bridge.js", (_request, response) => void response.type("js").send(""));
  app.get("/live", (_request, response) => void response.type("application/x-ndjson").write("{}\n"));
  app.all("*", createRequestHandler({ build, mode: "production", getLoadContext: () => ({ switchyard: shop.context }) }));
  const server = app.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      await shop.close();
    },
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const preview = await openPreview({ port: Number(process.env["PORT"] ?? 0), empty: process.argv.includes("--empty"), store: process.argv.includes("--observe") ? { status: "observe" } : {} });
  process.stdout.write(`${preview.origin}/shopify and /bigcommerce\n`);
}
