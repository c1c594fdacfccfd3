import { Link } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { Column, TableProps, TableRow } from "../contract";
import { useSurfacePath } from "../surface";
import { CardCell, RowCards } from "./row-cards";

/**
 * The table of both kits, in each one's tokens. Polaris' IndexTable has no caption, measures itself in script and needs a
 * script's word to become cards on a phone; BigDesign's sorts by mouse alone. This one is named for screen readers,
 * whole before scripts run, narrow by style sheet, and sorts by links.
 * Roles are spelled out because a browser drops a table's meaning when style makes its rows blocks.
 */
export const RowTable = <Row extends TableRow>({ caption, columns, rows, rowTo, changedIds, sort, selection }: TableProps<Row>) => (
  <RowCards linked={rowTo !== undefined}>
    <table className="sy-table" role="table" aria-label={caption}>
      <caption className="sy-hidden">{caption}</caption>
      <thead role="rowgroup" className={sort || selection ? "sy-head-used" : undefined}>
        <tr role="row">
          {selection ? <AllRows rows={rows} selection={selection} /> : null}
          {columns.map((column) => <Title key={column.key} column={column} sort={sort} />)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.id} role="row" className={rowClass({ changed: changedIds?.has(row.id), selected: selection?.selected.has(row.id) })}>
            {selection ? <OneRow row={row} selection={selection} /> : null}
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} row={row} isFirst={index === 0} to={index === 0 ? rowTo?.(row) : undefined} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </RowCards>
);

function Title<Row extends TableRow>({ column, sort }: { column: Column<Row>; sort: TableProps<Row>["sort"] }) {
  const path = useSurfacePath();
  const sortable = sort !== undefined && column.sortable === true;
  const direction = sortable && sort.key === column.key ? sort.direction : null;
  const className = [classOf(column), sortable ? "sy-sortable" : ""].filter(Boolean).join(" ") || undefined;
  return (
    <th scope="col" role="columnheader" className={className} aria-sort={direction === null ? undefined : direction === "up" ? "ascending" : "descending"}>
      {sortable ? (
        <Link to={path(sort.to(column.key))} preventScrollReset className="sy-sort">
          {column.title}
          <span aria-hidden="true" className="sy-sort-mark">{direction === null ? "↕" : direction === "up" ? "↑" : "↓"}</span>
          <span className="sy-hidden">{direction === null ? ", sort by it" : ", turn the order round"}</span>
        </Link>
      ) : column.title}
    </th>
  );
}

function AllRows<Row extends TableRow>({ rows, selection }: { rows: Row[]; selection: NonNullable<TableProps<Row>["selection"]> }) {
  const box = useRef<HTMLInputElement>(null);
  const chosen = rows.filter((row) => selection.selected.has(row.id)).length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = chosen > 0 && chosen < rows.length;
  }, [chosen, rows.length]);
  const all = rows.length > 0 && chosen === rows.length;
  return (
    <th scope="col" role="columnheader" className="sy-select">
      <label className="sy-check">
        <input ref={box} type="checkbox" checked={all} onChange={() => selection.onChange(new Set(all ? [] : rows.map((row) => row.id)))} />
        <span className="sy-hidden sy-check-word">Select all rows of this page</span>
      </label>
    </th>
  );
}

function OneRow<Row extends TableRow>({ row, selection }: { row: Row; selection: NonNullable<TableProps<Row>["selection"]> }) {
  const choose = (checked: boolean) => {
    const next = new Set(selection.selected);
    if (checked) next.add(row.id);
    else next.delete(row.id);
    selection.onChange(next);
  };
  return (
    <td role="cell" className="sy-select">
      <label className="sy-check">
        <input type="checkbox" checked={selection.selected.has(row.id)} onChange={(event) => choose(event.currentTarget.checked)} />
        <span className="sy-hidden">{`Select ${selection.labelOf(row)}`}</span>
      </label>
    </td>
  );
}

function Cell<Row>({ column, row, isFirst, to }: { column: Column<Row>; row: Row; isFirst: boolean; to: string | undefined }) {
  const path = useSurfacePath();
  const content = column.cell(row);
  const linked = to === undefined ? content : <Link className="sy-row-link" to={path(to)}>{content}</Link>;
  const inside = <CardCell title={column.title}>{linked}</CardCell>;
  return isFirst
    ? <th scope="row" role="rowheader" className={classOf(column) || undefined}>{inside}</th>
    : <td role="cell" className={classOf(column) || undefined}>{inside}</td>;
}

const rowClass = ({ changed, selected }: { changed: boolean | undefined; selected: boolean | undefined }): string | undefined =>
  [changed ? "sy-changed" : "", selected ? "sy-selected" : ""].filter(Boolean).join(" ") || undefined;

const classOf = ({ align, wideOnly }: Pick<Column<never>, "align" | "wideOnly">): string =>
  [align === "end" ? "sy-end" : "", wideOnly ? "sy-wide-only" : ""].filter(Boolean).join(" ");
