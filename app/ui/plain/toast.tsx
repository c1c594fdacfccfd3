import { useEffect, useState } from "react";
import type { ToastProps } from "../contract";

const SHOWN_MS = 5000;

/** Said by the page itself, where the admin around it offers no toasts. The region stands before it speaks, so that it is heard. */
export function PlainToast({ message }: ToastProps) {
  const [shown, setShown] = useState(message);
  useEffect(() => {
    setShown(message);
    if (message === null) return undefined;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message?.id]);
  return <div className="sy-toast" role="status" aria-live="polite">{shown === null ? null : shown.text}</div>;
}
