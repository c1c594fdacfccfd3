import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import type { ReactNode } from "react";
import { Failure, Frame } from "../screens/frame";
import { surfaceFrame } from "../screens/surface.server";
import { SurfaceProvider } from "../ui";
import plainStyles from "../ui/plain/plain.css?url";
import { polarisKit } from "../ui/polaris";
import tokens from "../ui/polaris/tokens.css?url";

export const links = () => [polarisStyles, tokens, plainStyles].map((href) => ({ rel: "stylesheet", href }));

export const loader = async (args: LoaderFunctionArgs) => surfaceFrame(args);

/** Authentication answers with headers (and a page of its own) that must reach the browser. */
export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ShopifySurface() {
  return <Provided frame={useLoaderData<typeof loader>()}><Frame /></Provided>;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const frame = useRouteLoaderData<typeof loader>("shopify");
  const missing = isRouteErrorResponse(error) && error.status === 404;
  if (frame === undefined || (isRouteErrorResponse(error) && !missing && error.status !== 503)) return boundary.error(error);
  return <Provided frame={frame}><Failure kind={missing ? "missing" : "broken"} /></Provided>;
}

type SurfaceFrame = Awaited<ReturnType<typeof surfaceFrame>>;

function Provided({ frame, children }: { frame: SurfaceFrame; children: ReactNode }) {
  const { apiKey, appBridgeUrl } = frame.shopify;
  return (
    <AppProvider isEmbeddedApp apiKey={apiKey} {...(appBridgeUrl === null ? {} : { __APP_BRIDGE_URL: appBridgeUrl })}>
      <SurfaceProvider surface={{ kit: polarisKit, base: "/shopify", timeZone: frame.timeZone, renderedAt: frame.renderedAt }}>{children}</SurfaceProvider>
    </AppProvider>
  );
}
