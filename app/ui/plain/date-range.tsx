import { useId, type FormEvent } from "react";
import type { DateRangeProps } from "../contract";
import { useSurface } from "../surface";

/** Two of the kit's date fields in one named group. */
export function PlainDateRange({ label, fromName, untilName, from, until, problem, onChange }: DateRangeProps) {
  const { TextField } = useSurface().kit;
  const id = useId();
  const tell = (event: FormEvent<HTMLFieldSetElement>) => {
    const valueOf = (name: string) => event.currentTarget.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value ?? "";
    onChange?.({ from: valueOf(fromName), until: valueOf(untilName) });
  };
  return (
    <fieldset className="sy-range" onChange={tell} aria-describedby={problem ? id : undefined}>
      <legend>{label}</legend>
      <div className="sy-range-fields">
        <TextField kind="date" label="From" name={fromName} defaultValue={from} />
        <TextField kind="date" label="Until" name={untilName} defaultValue={until} />
      </div>
      {problem ? <span id={id} className="sy-problem" role="alert">{problem}</span> : null}
    </fieldset>
  );
}
