import type { ReactNode } from "react";

/**
 * Turns a table's rows into cards on a phone, by style sheet alone: the rows stay the only copy of their content, and
 * each cell brings its column's title along, which a wide screen hides.
 */
export const RowCards = ({ children, linked }: { children: ReactNode; linked: boolean }) => (
  <div className={linked ? "sy-rows sy-rows-linked" : "sy-rows"}>{children}</div>
);

/** `wideOnly` is for tables whose cells take no class of their own; the others hide the cell itself. */
export const CardCell = ({ title, wideOnly, children }: { title: string; wideOnly?: boolean; children: ReactNode }) => (
  <>
    <span className={wideOnly ? "sy-cell-title sy-wide-only" : "sy-cell-title"} aria-hidden="true">{title}</span>
    <span className={wideOnly ? "sy-cell sy-wide-only" : "sy-cell"}>{children}</span>
  </>
);
