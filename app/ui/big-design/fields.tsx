import { Checkbox as BigCheckbox, FormGroup, Input, Select as BigSelect, Textarea } from "@bigcommerce/big-design";
import { useState } from "react";
import type { Kit } from "../contract";

const ROWS_MAX = 7;
const rowsOf = (lines: number) => Math.max(1, Math.min(ROWS_MAX, Math.round(lines))) as 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const TextField: Kit["TextField"] = ({ label, name, hint, problem, disabled, required, defaultValue, lines, placeholder, maxLength, kind = "text", labelHidden }) => {
  const common = {
    name, defaultValue, disabled, required, placeholder, maxLength, description: hint, error: problem ?? undefined,
    ...(labelHidden ? { "aria-label": label } : { label }),
  };
  return (
    <FormGroup>
      {lines === undefined ? <Input {...common} type={kind} autoComplete="off" /> : <Textarea {...common} rows={rowsOf(lines)} />}
    </FormGroup>
  );
};

export const NumberField: Kit["NumberField"] = ({ label, name, hint, problem, disabled, required, defaultValue, min, max, labelHidden }) => (
  <FormGroup>
    <Input
      {...(labelHidden ? { "aria-label": label } : { label })}
      name={name}
      type="number"
      inputMode="numeric"
      defaultValue={defaultValue}
      min={min}
      max={max}
      disabled={disabled}
      required={required}
      description={hint}
      error={problem ?? undefined}
    />
  </FormGroup>
);

/** BigDesign's select posts what it shows; the value travels in a field of its own. */
export const Select: Kit["Select"] = ({ label, name, hint, problem, disabled, required, defaultValue, options, onChange }) => {
  const [value, setValue] = useState(defaultValue ?? options[0]?.value ?? "");
  const choose = (chosen: string | undefined) => {
    setValue(chosen ?? "");
    onChange?.(chosen ?? "");
  };
  return (
    <FormGroup>
      <input type="hidden" name={name} value={value} />
      <BigSelect
        label={label}
        options={options.map((option) => ({ value: option.value, content: option.label, disabled: option.disabled }))}
        value={value}
        onOptionChange={choose}
        disabled={disabled}
        required={required}
        description={hint}
        error={problem ?? undefined}
      />
    </FormGroup>
  );
};

export const Checkbox: Kit["Checkbox"] = ({ label, name, hint, problem, disabled, defaultChecked = false }) => {
  const [checked, setChecked] = useState(defaultChecked);
  return (
    <FormGroup errors={problem ?? undefined}>
      <BigCheckbox label={label} name={name} value="yes" checked={checked} onChange={(event) => setChecked(event.target.checked)} disabled={disabled} description={hint} />
    </FormGroup>
  );
};
