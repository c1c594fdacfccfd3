import { useSurface } from "../surface";
import { absoluteTime, relativeTime } from "./time-words";

/** Relative under a day, the date beyond; the absolute time in the shop's zone on hover. */
export function Time({ at }: { at: number }) {
  const { now, timeZone } = useSurface();
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at, timeZone)} className="sy-time">
      {relativeTime({ at, now, timeZone })}
    </time>
  );
}
