import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const REFRESH_MS = 3_000;

/** Has the screen's loaders read again every few seconds while something is under way that the live feed does not tell of. */
export function useRefresh(active: boolean, everyMs = REFRESH_MS): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== "idle") return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") revalidate();
    }, everyMs);
    return () => clearTimeout(timer);
  }, [active, everyMs, state, revalidate]);
}
