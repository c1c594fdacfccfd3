import { Link } from "@remix-run/react";
import type { Tone } from "../contract";
import { useSurfacePath } from "../surface";

/** A number that leads to what it counts. `note` says in words what the number means, so that colour never speaks alone. */
export function Stat({ value, label, note, tone = "neutral", to }: { value: string; label: string; note?: string; tone?: Tone; to?: string }) {
  const path = useSurfacePath();
  const content = (
    <>
      <span className="sy-stat-value">{value}</span>
      <span className="sy-stat-label">{label}</span>
      {note ? <span className="sy-stat-note">{note}</span> : null}
    </>
  );
  const className = `sy-stat sy-stat-${tone}`;
  return to === undefined ? <div className={className}>{content}</div> : <Link className={className} to={path(to)}>{content}</Link>;
}
