import { useEffect, useLayoutEffect, useRef } from "react";

/** Servers render no layout; React would warn. */
const useEarlyEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/** When a dialog closes, the keyboard goes back to where it was opened from. */
export function useReturnFocus(open: boolean): void {
  const opener = useRef<Element | null>(null);
  useEarlyEffect(() => {
    if (!open) return undefined;
    opener.current = document.activeElement;
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, [open]);
}
