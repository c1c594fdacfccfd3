import type { ReactNode } from "react";

/** A wide column and a narrow one beside it (or, `even`, two of one width); one below the other on a phone. */
export const Columns = ({ main, side, even = false }: { main: ReactNode; side: ReactNode; even?: boolean }) => (
  <div className={even ? "sy-columns sy-columns-even" : "sy-columns"}>
    <div className="sy-column">{main}</div>
    <div className="sy-column">{side}</div>
  </div>
);

/** As many equal cells in a row as fit. */
export const Grid = ({ children }: { children: ReactNode }) => <div className="sy-grid">{children}</div>;

/** Filters beside each other, below each other where there is no room. */
export const FilterRow = ({ label, children }: { label: string; children: ReactNode }) => <div className="sy-filter-row" role="group" aria-label={label}>{children}</div>;

/** What stands between a list's filters and its rows, in a section whose content reaches the edges. */
export const Toolbar = ({ children }: { children: ReactNode }) => <div className="sy-toolbar">{children}</div>;

export const VisuallyHidden = ({ children, live }: { children: ReactNode; live?: boolean }) => (
  <span className="sy-hidden" {...(live ? { role: "status", "aria-live": "polite" as const } : {})}>{children}</span>
);

/** Short things, one a line. */
export const List = ({ items }: { items: { key: string; content: ReactNode }[] }) => (
  <ul className="sy-list">{items.map((item) => <li key={item.key}>{item.content}</li>)}</ul>
);

/** What is copied or compared rather than read; all of it on hover when it is cut. */
export const Code = ({ text, title }: { text: string; title?: string }) => <code className="sy-code" title={title}>{text}</code>;
