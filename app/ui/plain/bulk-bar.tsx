import type { BulkBarProps } from "../contract";
import { useSurface } from "../surface";

/** Stays in sight while its table scrolls; what takes the keyboard's focus keeps clear of it by `scroll-margin`. */
export function PlainBulkBar({ count, matching, matchingMore, allMatching, onAllMatching, onClear, actions }: BulkBarProps) {
  const { Button } = useSurface().kit;
  if (count === 0) return null;
  const more = matching !== null && matching > count && !allMatching;
  const all = matching === null ? "" : `${format(matching)}${matchingMore ? "+" : ""}`;
  return (
    <div className="sy-bulk" role="region" aria-label="What to do with the selected rows">
      <span className="sy-bulk-count">
        <strong role="status">{allMatching && matching !== null ? `All ${all} selected` : `${format(count)} selected`}</strong>
        {more ? <Button label={`Select all ${all} that match`} emphasis="plain" onPress={onAllMatching} /> : null}
        <Button label="Clear selection" emphasis="plain" onPress={onClear} />
      </span>
      <span className="sy-bulk-acts">
        {actions.map((action) => <Button key={action.label} label={action.label} destructive={action.destructive} disabled={action.disabled} onPress={action.onSelect} />)}
      </span>
    </div>
  );
}

const format = (count: number): string => count.toLocaleString("en-US");
