import { useEffect, type RefObject } from "react";

/** Closes what is open when a person presses, or moves the keyboard, elsewhere. */
export function useClosing({ open, around, close }: { open: boolean; around: RefObject<HTMLElement | null>; close(): void }): void {
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !around.current?.contains(event.target)) close();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
}
