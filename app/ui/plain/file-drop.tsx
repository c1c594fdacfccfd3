import { useId, useRef, useState, type DragEvent } from "react";
import type { FileDropProps } from "../contract";

/** The browser's own file field, which takes keyboard and form, in a frame that takes a dropped file too. */
export function PlainFileDrop({ label, name, hint, problem, disabled, required, accept, onFile }: FileDropProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = event.dataTransfer.files;
    if (disabled || input.current === null || files.length === 0) return;
    input.current.files = files;
    onFile?.(files[0] ?? null);
  };
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const described = [hint ? `${id}hint` : "", problem ? `${id}problem` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div className="sy-field">
      <label htmlFor={id}>{label}</label>
      <div className={over ? "sy-drop sy-drop-over" : "sy-drop"} onDrop={drop} onDragOver={hover} onDragLeave={() => setOver(false)}>
        <input
          ref={input} id={id} type="file" name={name} accept={accept} disabled={disabled} required={required} className="sy-focus"
          aria-invalid={problem ? true : undefined} aria-describedby={described} onChange={(event) => onFile?.(event.currentTarget.files?.[0] ?? null)}
        />
        <span aria-hidden="true">or drop it here</span>
      </div>
      {hint ? <span id={`${id}hint`} className="sy-hint">{hint}</span> : null}
      {problem ? <span id={`${id}problem`} className="sy-problem" role="alert">{problem}</span> : null}
    </div>
  );
}
