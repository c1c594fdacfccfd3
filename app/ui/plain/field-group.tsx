import { useId, type ReactNode } from "react";

/** Fields that answer one question together, named once; `problem` is read with the name. */
export function FieldGroup({ label, problem, children }: { label: string; problem?: string | null; children: ReactNode }) {
  const id = useId();
  return (
    <fieldset className="sy-field-group" aria-describedby={problem ? id : undefined}>
      <legend>{label}</legend>
      {problem ? <span id={id} className="sy-problem" role="alert">{problem}</span> : null}
      <div className="sy-field-row">{children}</div>
    </fieldset>
  );
}

/** Fields side by side as far as there is room; one below the other on a phone. */
export const FieldRow = ({ children }: { children: ReactNode }) => <div className="sy-field-row">{children}</div>;
