import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { MenuProps } from "../contract";
import { useClosing } from "./use-closing";

interface PlainMenuProps extends MenuProps {
  /** The kit's own button around these. */
  trigger(props: { "aria-haspopup": "menu"; "aria-expanded": boolean; "aria-controls": string; onClick(): void }): ReactNode;
}

/** A menu button after the ARIA Authoring Practices: the focus moves into the menu, arrows walk, Escape leads back to the button. */
export function PlainMenu({ label, items, trigger }: PlainMenuProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const around = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useClosing({ open, around, close: () => setOpen(false) });
  const entries = () => [...(menu.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
  useEffect(() => {
    if (open) entries()[0]?.focus();
  }, [open]);
  const shut = () => {
    setOpen(false);
    around.current?.querySelector<HTMLElement>("button")?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      shut();
      return;
    }
    const to = stepTo(event.key, { at: entries().indexOf(document.activeElement as HTMLButtonElement), length: entries().length });
    if (to === null) return;
    event.preventDefault();
    entries()[to]?.focus();
  };
  return (
    <div className="sy-filter" ref={around}>
      {trigger({ "aria-haspopup": "menu", "aria-expanded": open, "aria-controls": id, onClick: () => setOpen(!open) })}
      <div id={id} ref={menu} role="menu" tabIndex={-1} aria-label={label} className="sy-filter-panel sy-menu" hidden={!open} onKeyDown={press}>
        {items.map((item) => (
          <button
            key={item.label} type="button" role="menuitem" tabIndex={-1} disabled={item.disabled} className={item.destructive ? "sy-menu-item sy-destructive" : "sy-menu-item"}
            onClick={() => { shut(); item.onSelect(); }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Where a key leads in a menu; null for keys that lead nowhere. */
export function stepTo(key: string, { at, length }: { at: number; length: number }): number | null {
  if (length === 0) return null;
  if (key === "ArrowDown") return (at + 1) % length;
  if (key === "ArrowUp") return (at - 1 + length) % length;
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : null;
}
