import type { ReactNode } from "react";

/**
 * Turns a table's rows into cards on a phone, by style sheet alone: the rows stay the only copy of their content, and
 * each cell brings its column's title along, which a wide screen hides.
 */
export const RowCards = ({ children, linked }: { children: ReactNode; linked: boolean }) => (
  <div className={linked ? "sy-rows sy-rows-linked" : "sy-rows"}>{children}</div>
);

export const CardCell = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <span className="sy-cell-title" aria-hidden="true">{title}</span>
    <span className="sy-cell">{children}</span>
  </>
);
