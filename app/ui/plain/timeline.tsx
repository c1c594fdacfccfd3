import type { Tone } from "../contract";
import { Time } from "./time";

export interface TimelineItem {
  id: string;
  at: number;
  tone: Tone;
  /** A sentence: what happened. */
  text: string;
  /** Who, how far, what the platform said. */
  note?: string;
}

/** What happened, newest first. */
export const Timeline = ({ label, items }: { label: string; items: TimelineItem[] }) => (
  <ol className="sy-timeline" aria-label={label}>
    {items.map((item) => (
      <li key={item.id} className={`sy-timeline-item sy-tone-${item.tone}`}>
        <span className="sy-timeline-text">{item.text}</span>
        <span className="sy-timeline-note">
          <Time at={item.at} />
          {item.note ? <span> · {item.note}</span> : null}
        </span>
      </li>
    ))}
  </ol>
);
