import { useId, useMemo, useState } from "react";
import type { ComboboxProps } from "../contract";

const PROPOSALS_MAX = 50;
type Option = ComboboxProps["options"][number];

/**
 * An editable combobox with a list, after the ARIA Authoring Practices: arrows walk, Enter chooses, Escape shuts and then
 * empties. Posts the option's value; with `free` also what was typed and is none of them.
 */
export function PlainCombobox({ label, name, hint, problem, disabled, required, defaultValue = "", options, free, onChange }: ComboboxProps) {
  const id = useId();
  const [value, setValue] = useState(defaultValue);
  const [text, setText] = useState(() => options.find((option) => option.value === defaultValue)?.label ?? defaultValue);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const proposals = useMemo(() => proposalsFor(text, options), [text, options]);
  const take = (next: string, shown: string) => {
    setValue(next);
    setText(shown);
    onChange?.(next);
  };
  const choose = (option: Option) => {
    take(option.value, option.label);
    setOpen(false);
    setActive(-1);
  };
  const type = (typed: string) => {
    const same = options.find((option) => option.label.toLowerCase() === typed.trim().toLowerCase());
    take(same?.value ?? (free ? typed : ""), typed);
    setOpen(true);
    setActive(-1);
  };
  const press = (event: React.KeyboardEvent) => {
    const chosen = proposals[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive((was) => step({ was, by: event.key === "ArrowDown" ? 1 : -1, length: proposals.length }));
    } else if (event.key === "Enter" && open && chosen) {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === "Escape" && (open || text !== "")) {
      event.stopPropagation();
      if (open) setOpen(false);
      else take("", "");
    }
  };
  const shown = open && proposals.length > 0;
  const described = [hint ? `${id}hint` : "", problem ? `${id}problem` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div className="sy-field">
      <label htmlFor={id}>{label}</label>
      <input type="hidden" name={name} value={value} />
      <input
        id={id} className="sy-input sy-focus" role="combobox" type="text" autoComplete="off" value={text} disabled={disabled} required={required}
        aria-expanded={shown} aria-controls={`${id}list`} aria-autocomplete="list" aria-activedescendant={shown && active >= 0 ? `${id}o${active}` : undefined}
        aria-invalid={problem ? true : undefined} aria-describedby={described}
        onChange={(event) => type(event.currentTarget.value)} onKeyDown={press} onClick={() => setOpen(true)} onBlur={() => setOpen(false)}
      />
      <ul id={`${id}list`} role="listbox" aria-label={label} className="sy-proposals" hidden={!shown}>
        {proposals.map((option, index) => (
          <li
            key={option.value} id={`${id}o${index}`} role="option" aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()} onClick={() => choose(option)}
          >
            {option.label}
          </li>
        ))}
      </ul>
      {hint ? <span id={`${id}hint`} className="sy-hint">{hint}</span> : null}
      {problem ? <span id={`${id}problem`} className="sy-problem" role="alert">{problem}</span> : null}
    </div>
  );
}

/** The options that hold what is typed, those that begin with it first; all while what is typed is one of them. */
export function proposalsFor(text: string, options: readonly Option[]): Option[] {
  const sought = text.trim().toLowerCase();
  if (sought === "" || options.some((option) => option.label.toLowerCase() === sought)) return options.slice(0, PROPOSALS_MAX);
  const begins = (option: Option) => (option.label.toLowerCase().startsWith(sought) ? 0 : 1);
  return options.filter((option) => option.label.toLowerCase().includes(sought)).sort((one, other) => begins(one) - begins(other)).slice(0, PROPOSALS_MAX);
}

const step = ({ was, by, length }: { was: number; by: 1 | -1; length: number }): number =>
  length === 0 ? -1 : was === -1 ? (by === 1 ? 0 : length - 1) : (was + by + length) % length;
