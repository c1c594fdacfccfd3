import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import type { RequestHandler } from "express";
import type { ScreenContext } from "../screens/context";

export interface Pages {
  serve: RequestHandler;
  close(): Promise<void>;
}

interface PagesWorld {
  mode: "development" | "production" | "test";
  /** The built server; used outside development. */
  buildPath: string;
  screens: ScreenContext;
}

/** The screens: the built ones, or in development Vite's, which follow every change of a file. */
export async function openPages({ mode, buildPath, screens }: PagesWorld): Promise<Pages> {
  const getLoadContext = () => ({ switchyard: screens });
  if (mode !== "development") {
    const build = (await import(pathToFileURL(buildPath).href)) as ServerBuild;
    return { serve: createRequestHandler({ build, mode, getLoadContext }), close: () => Promise.resolve() };
  }
  const { createServer } = await import("vite");
  const vite = await createServer({ server: { middlewareMode: true } });
  const remix = createRequestHandler({ build: () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>, mode, getLoadContext });
  return { serve: (request, response, next) => vite.middlewares(request, response, () => void remix(request, response, next)), close: () => vite.close() };
}
