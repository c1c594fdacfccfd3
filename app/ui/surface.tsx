import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Kit } from "./contract";

/** What a surface layout supplies: the kit, the path that all its screens stand under, and whose clock times are read on. */
export interface Surface {
  kit: Kit;
  /** "/shopify" or "/bigcommerce" */
  base: string;
  timeZone: string;
  /** The server's clock at render, in milliseconds. */
  renderedAt: number;
}

interface SurfaceWithClock extends Surface {
  now: number;
}

const TICK_MS = 15_000;
const SurfaceContext = createContext<SurfaceWithClock | null>(null);

export function SurfaceProvider({ surface, children }: { surface: Surface; children: ReactNode }) {
  const { kit, base, timeZone, renderedAt } = surface;
  const [now, setNow] = useState(renderedAt);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const value = useMemo(() => ({ kit, base, timeZone, renderedAt, now }), [kit, base, timeZone, renderedAt, now]);
  return <SurfaceContext.Provider value={value}>{children}</SurfaceContext.Provider>;
}

export function useSurface(): SurfaceWithClock {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error("No surface: render inside a surface layout");
  return surface;
}

/** The whole path of a path within the surface. */
export const useSurfacePath = (): ((to: string) => string) => {
  const { base } = useSurface();
  return (to) => (to === "/" ? base : to.startsWith("/?") ? `${base}${to.slice(1)}` : `${base}${to}`);
};
