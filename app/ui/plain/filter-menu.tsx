import { useId, useRef, useState } from "react";
import type { FilterMenuProps } from "../contract";
import { useClosing } from "./use-closing";

/**
 * A button that opens the choices of one dimension as a group of checkboxes (or radio buttons). Escape and a press
 * elsewhere close it, the former with the keyboard back on the button. Before scripts have run the choices are shut.
 */
export function PlainFilterMenu({ label, options, selected, single, onChange }: FilterMenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const around = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useClosing({ open, around, close: () => setOpen(false) });
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="sy-filter" ref={around} onKeyDown={(event) => { if (event.key === "Escape" && open) { event.stopPropagation(); close(); } }}>
      <button ref={button} type="button" className="sy-filter-button sy-focus" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span>{selectionWords(label, { options, selected })}</span>
        <span aria-hidden="true" className="sy-filter-mark">▾</span>
      </button>
      <div id={id} className="sy-filter-panel" hidden={!open}>
        <fieldset>
          <legend className="sy-hidden">{label}</legend>
          {options.map((option) => (
            <label key={option.value} className="sy-choice">
              <input
                type={single ? "radio" : "checkbox"}
                name={id}
                checked={selected.includes(option.value)}
                onChange={(event) => onChange(nextChoice({ selected, value: option.value, checked: event.currentTarget.checked, single: single === true }))}
              />
              <span>{option.label}</span>
            </label>
          ))}
        </fieldset>
        <button type="button" className="sy-link-button sy-focus" disabled={selected.length === 0} onClick={() => { onChange([]); close(); }}>Clear</button>
      </div>
    </div>
  );
}

/** "Location", "Location: Reno", "Location: 3 chosen". */
export function selectionWords(label: string, { options, selected }: Pick<FilterMenuProps, "options" | "selected">): string {
  if (selected.length === 0) return label;
  if (selected.length > 1) return `${label}: ${selected.length} chosen`;
  return `${label}: ${options.find((option) => option.value === selected[0])?.label ?? selected[0]}`;
}

export function nextChoice({ selected, value, checked, single }: { selected: string[]; value: string; checked: boolean; single: boolean }): string[] {
  if (single) return checked ? [value] : [];
  return checked ? [...selected.filter((other) => other !== value), value] : selected.filter((other) => other !== value);
}
