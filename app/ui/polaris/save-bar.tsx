import { useEffect, useId, useState } from "react";
import type { Kit } from "../contract";
import { PlainSaveBar, submitForm } from "../plain/save-bar";

/**
 * The admin's contextual save bar: App Bridge draws what `<ui-save-bar>` holds above the frame when it is told to show it
 * (https://shopify.dev/docs/api/app-bridge-library/web-components/ui-save-bar). Without App Bridge the page has its own bar.
 */
export const SaveBar: Kit["SaveBar"] = ({ formId, open, busy, onDiscard }) => {
  const id = `save${useId().replace(/\W/g, "")}`;
  const [inAdmin, setInAdmin] = useState(false);
  useEffect(() => {
    const bar = window.shopify?.saveBar;
    setInAdmin(bar !== undefined);
    if (bar === undefined || !open) return undefined;
    void bar.show(id);
    return () => void bar.hide(id);
  }, [id, open]);
  return (
    <>
      <ui-save-bar id={id}>
        <button variant="primary" type="button" loading={busy ? "" : undefined} onClick={() => submitForm(formId)}>Save</button>
        <button type="button" disabled={busy} onClick={onDiscard}>Discard</button>
      </ui-save-bar>
      {inAdmin ? null : <PlainSaveBar formId={formId} open={open} busy={busy} onDiscard={onDiscard} />}
    </>
  );
};
