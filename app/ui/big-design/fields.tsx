import { Checkbox as BigCheckbox, Input, Select as BigSelect, Text, Textarea } from "@bigcommerce/big-design";
import { useId, useState, type ReactNode } from "react";
import type { Kit } from "../contract";

const ROWS_MAX = 7;
const rowsOf = (lines: number) => Math.max(1, Math.min(ROWS_MAX, Math.round(lines))) as 1 | 2 | 3 | 4 | 5 | 6 | 7;

interface Problem {
  id: string;
  text: string | null | undefined;
}

/** BigDesign's own form group shows a problem only after scripts have run, and does not tie it to the field: here it stands with it from the first. */
const Field = ({ problem, children }: { problem: Problem; children: ReactNode }) => (
  <div>
    {children}
    {problem.text ? <Text as="p" id={problem.id} role="alert" color="danger50" marginTop="xxSmall">{problem.text}</Text> : null}
  </div>
);

const useProblem = (text: string | null | undefined): Problem => ({ id: `problem${useId()}`, text });

const tied = ({ id, text }: Problem) => (text ? { "aria-invalid": true, "aria-describedby": id } : {});

export const TextField: Kit["TextField"] = ({ label, name, hint, problem, disabled, required, defaultValue, lines, placeholder, maxLength, kind = "text", labelHidden }) => {
  const said = useProblem(problem);
  const common = {
    name, defaultValue, disabled, required, placeholder, maxLength, description: hint, ...tied(said),
    ...(labelHidden ? { "aria-label": label } : { label }),
  };
  return (
    <Field problem={said}>
      {lines === undefined ? <Input {...common} type={kind} autoComplete="off" /> : <Textarea {...common} rows={rowsOf(lines)} />}
    </Field>
  );
};

export const NumberField: Kit["NumberField"] = ({ label, name, hint, problem, disabled, required, defaultValue, min, max, labelHidden }) => {
  const said = useProblem(problem);
  return (
    <Field problem={said}>
      <Input
        {...(labelHidden ? { "aria-label": label } : { label })}
        {...tied(said)}
        name={name}
        type="number"
        inputMode="numeric"
        defaultValue={defaultValue}
        min={min}
        max={max}
        disabled={disabled}
        required={required}
        description={hint}
      />
    </Field>
  );
};

/** BigDesign's select posts what it shows; the value travels in a field of its own. */
export const Select: Kit["Select"] = ({ label, name, hint, problem, disabled, required, defaultValue, options, onChange }) => {
  const [value, setValue] = useState(defaultValue ?? options[0]?.value ?? "");
  const said = useProblem(problem);
  const choose = (chosen: string | undefined) => {
    setValue(chosen ?? "");
    onChange?.(chosen ?? "");
  };
  return (
    <Field problem={said}>
      <input type="hidden" name={name} value={value} />
      <BigSelect
        {...tied(said)}
        label={label}
        options={options.map((option) => ({ value: option.value, content: option.label, disabled: option.disabled }))}
        value={value}
        onOptionChange={choose}
        disabled={disabled}
        required={required}
        description={hint}
      />
    </Field>
  );
};

export const Checkbox: Kit["Checkbox"] = ({ label, name, hint, problem, disabled, defaultChecked = false }) => {
  const [checked, setChecked] = useState(defaultChecked);
  const said = useProblem(problem);
  return (
    <Field problem={said}>
      <BigCheckbox {...tied(said)} label={label} name={name} value="yes" checked={checked} onChange={(event) => setChecked(event.target.checked)} disabled={disabled} description={hint} />
    </Field>
  );
};
