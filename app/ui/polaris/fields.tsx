import { Checkbox as PolarisCheckbox, Select as PolarisSelect, TextField as PolarisTextField } from "@shopify/polaris";
import { useId, useState } from "react";
import type { Kit } from "../contract";

/** Polaris' fields are controlled; each keeps its value here, so that screens see plain form fields. */
export const TextField: Kit["TextField"] = ({ label, name, hint, problem, disabled, required, defaultValue = "", lines, placeholder, maxLength, kind = "text", labelHidden }) => {
  const [value, setValue] = useState(defaultValue);
  return (
    <PolarisTextField
      id={`${name}${useId()}`}
      label={label}
      labelHidden={labelHidden}
      name={name}
      type={kind}
      value={value}
      onChange={setValue}
      autoComplete="off"
      helpText={hint}
      error={problem ?? undefined}
      disabled={disabled}
      requiredIndicator={required}
      multiline={lines}
      placeholder={placeholder}
      maxLength={maxLength}
      clearButton={kind === "search"}
      onClearButtonClick={() => setValue("")}
    />
  );
};

export const NumberField: Kit["NumberField"] = ({ label, name, hint, problem, disabled, required, defaultValue, min, max, labelHidden }) => {
  const [value, setValue] = useState(defaultValue === undefined ? "" : String(defaultValue));
  return (
    <PolarisTextField
      id={`${name}${useId()}`}
      label={label}
      labelHidden={labelHidden}
      name={name}
      type="number"
      inputMode="numeric"
      value={value}
      onChange={setValue}
      autoComplete="off"
      helpText={hint}
      error={problem ?? undefined}
      disabled={disabled}
      requiredIndicator={required}
      min={min}
      max={max}
    />
  );
};

export const Select: Kit["Select"] = ({ label, name, hint, problem, disabled, required, defaultValue, options, onChange }) => {
  const [value, setValue] = useState(defaultValue ?? options[0]?.value ?? "");
  const choose = (chosen: string) => {
    setValue(chosen);
    onChange?.(chosen);
  };
  return (
    <PolarisSelect
      id={`${name}${useId()}`}
      label={label}
      name={name}
      value={value}
      onChange={choose}
      options={options}
      helpText={hint}
      error={problem ?? undefined}
      disabled={disabled}
      requiredIndicator={required}
    />
  );
};

export const Checkbox: Kit["Checkbox"] = ({ label, name, hint, problem, disabled, defaultChecked = false }) => {
  const [checked, setChecked] = useState(defaultChecked);
  return (
    <PolarisCheckbox
      id={`${name}${useId()}`}
      label={label}
      name={name}
      value="yes"
      checked={checked}
      onChange={setChecked}
      helpText={hint}
      error={problem ?? undefined}
      disabled={disabled}
    />
  );
};
