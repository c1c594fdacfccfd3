import { Link } from "@remix-run/react";
import type { SavedViewsProps } from "../contract";
import { useSurface, useSurfacePath } from "../surface";

/** Lists under names: links like the tabs, each with its own removal, and the offer to name the list as it stands. */
export function PlainSavedViews({ label, views, active, onSave, onRemove }: SavedViewsProps) {
  const { Button } = useSurface().kit;
  const path = useSurfacePath();
  if (views.length === 0 && onSave === undefined) return null;
  return (
    <nav className="sy-tabs sy-views" aria-label={label}>
      <ul>
        {views.map((view) => (
          <li key={view.id} className="sy-view">
            <Link to={path(view.to)} aria-current={view.id === active ? "page" : undefined} preventScrollReset>{view.title}</Link>
            {onRemove ? (
              <button type="button" className="sy-icon sy-focus" aria-label={`Remove the view ${view.title}`} title="Remove" onClick={() => onRemove(view.id)}>
                <span aria-hidden="true">×</span>
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {onSave ? <Button label="Save this view" emphasis="plain" onPress={onSave} /> : null}
    </nav>
  );
}
