import type { SaveBarProps } from "../contract";
import { useSurface } from "../surface";

/** At the lower edge of the page. It takes its own room in the page, so that it never lies over what has the focus at the end of a form. */
export function PlainSaveBar({ formId, open, busy, onDiscard }: SaveBarProps) {
  const { Button } = useSurface().kit;
  if (!open) return null;
  return (
    <div className="sy-save-bar" role="region" aria-label="Unsaved changes">
      <span role="status">Unsaved changes</span>
      <span className="sy-save-acts">
        <Button label="Discard" disabled={busy} onPress={onDiscard} />
        <Button label="Save" emphasis="primary" busy={busy} onPress={() => submitForm(formId)} />
      </span>
    </div>
  );
}

/** As if its submit button had been pressed: the form's own checks and handlers run. */
export function submitForm(id: string): void {
  const form = document.getElementById(id);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}
