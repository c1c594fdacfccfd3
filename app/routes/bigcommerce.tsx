import { GlobalStyles } from "@bigcommerce/big-design";
import { theme } from "@bigcommerce/big-design-theme";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { ThemeProvider } from "styled-components";
import { Failure, Frame } from "../screens/frame";
import { surfaceFrame } from "../screens/surface.server";
import { SurfaceProvider } from "../ui";
import { bigDesignKit } from "../ui/big-design";
import tokens from "../ui/big-design/tokens.css?url";
import plainStyles from "../ui/plain/plain.css?url";

export const links = () => [tokens, plainStyles].map((href) => ({ rel: "stylesheet", href }));

export const loader = async (args: LoaderFunctionArgs) => {
  const { timeZone, renderedAt } = await surfaceFrame(args);
  return { timeZone, renderedAt };
};

export default function BigCommerceSurface() {
  return <Provided frame={useLoaderData<typeof loader>()}><Frame /></Provided>;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const frame = useRouteLoaderData<typeof loader>("bigcommerce");
  const missing = isRouteErrorResponse(error) && error.status === 404;
  if (frame === undefined) throw error;
  return <Provided frame={frame}><Failure kind={missing ? "missing" : "broken"} /></Provided>;
}

function Provided({ frame, children }: { frame: { timeZone: string; renderedAt: number }; children: ReactNode }) {
  return (
    <ThemeProvider theme={theme}>
      <GlobalStyles />
      <SurfaceProvider surface={{ kit: bigDesignKit, base: "/bigcommerce", ...frame }}>{children}</SurfaceProvider>
    </ThemeProvider>
  );
}
