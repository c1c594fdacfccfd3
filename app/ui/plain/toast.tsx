import { useEffect, useState } from "react";
import type { ToastProps } from "../contract";

const SHOWN_MS = 5000;
/** What can be undone stays until a person had the time to reach it; the page offers the same act lastingly. */
const SHOWN_WITH_ACTION_MS = 20_000;

/** Said by the page itself, where the admin around it offers no toasts. The region stands before it speaks, so that it is heard. */
export function PlainToast({ message }: ToastProps) {
  const [shown, setShown] = useState(message);
  useEffect(() => {
    setShown(message);
    if (message === null) return undefined;
    const timer = setTimeout(() => setShown(null), message.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message?.id]);
  const act = () => {
    shown?.action?.onAction();
    setShown(null);
  };
  return (
    <div className="sy-toast" role="status" aria-live="polite">
      {shown === null ? null : <span>{shown.text}</span>}
      {shown?.action ? <button type="button" className="sy-toast-action" onClick={act}>{shown.action.label}</button> : null}
    </div>
  );
}
