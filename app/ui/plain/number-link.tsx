import { Link } from "@remix-run/react";
import { useSurfacePath } from "../surface";

/** A number that leads to what it is made of: as small as a figure in a table, and large enough for a finger. */
export function NumberLink({ to, value, accessibleLabel }: { to: string; value: number; accessibleLabel: string }) {
  const path = useSurfacePath();
  return <Link to={path(to)} aria-label={accessibleLabel} className="sy-number-link sy-focus" preventScrollReset>{value}</Link>;
}
