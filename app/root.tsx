import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "@remix-run/react";
import type { ReactNode } from "react";

/** Where `entry.server.tsx` puts the styles collected while rendering. It stands last in the head, where React tolerates more than it rendered. */
const STYLES_PLACEHOLDER = "__STYLES__";

export const links = () => [{ rel: "icon", href: "/favicon.svg", type: "image/svg+xml" }, { rel: "alternate icon", href: "/favicon.ico" }];
export const meta = () => [{ title: "Switchyard" }];

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        {typeof document === "undefined" ? STYLES_PLACEHOLDER : null}
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

/** Outside both surfaces there is no kit: the last words are plain. */
export function ErrorBoundary() {
  return (
    <main style={{ fontFamily: "system-ui, sans-serif", maxWidth: "36rem", margin: "4rem auto", padding: "0 1rem" }}>
      <h1>This page did not load</h1>
      <p>Nothing that you did was lost. Open Switchyard from your admin again, or reload this page.</p>
    </main>
  );
}
