import { Link } from "@remix-run/react";
import type { Column, Kit, TableProps, TableRow } from "../contract";
import { CardCell, RowCards } from "../plain/row-cards";
import { useSurfacePath } from "../surface";

/**
 * Polaris' IndexTable has no caption, measures itself in script and needs a script's word to become cards on a phone.
 * This is the same look as a plain table: named for screen readers, whole before scripts run, narrow by style sheet.
 * Roles are spelled out because a browser drops a table's meaning when style makes its rows blocks.
 */
export const Table: Kit["Table"] = <Row extends TableRow>({ caption, columns, rows, rowTo, changedIds }: TableProps<Row>) => (
  <RowCards linked={rowTo !== undefined}>
    <table className="sy-table" role="table">
      <caption className="sy-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => <th key={column.key} scope="col" role="columnheader" className={classOf(column)}>{column.title}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.id} role="row" className={changedIds?.has(row.id) ? "sy-changed" : undefined}>
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} row={row} isFirst={index === 0} to={index === 0 ? rowTo?.(row) : undefined} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </RowCards>
);

function Cell<Row>({ column, row, isFirst, to }: { column: Column<Row>; row: Row; isFirst: boolean; to: string | undefined }) {
  const path = useSurfacePath();
  const content = column.cell(row);
  const linked = to === undefined ? content : <Link className="sy-row-link" to={path(to)}>{content}</Link>;
  const inside = <CardCell title={column.title}>{linked}</CardCell>;
  return isFirst
    ? <th scope="row" role="rowheader" className={classOf(column)}>{inside}</th>
    : <td role="cell" className={classOf(column)}>{inside}</td>;
}

const classOf = ({ align, wideOnly }: Pick<Column<never>, "align" | "wideOnly">): string | undefined =>
  [align === "end" ? "sy-end" : "", wideOnly ? "sy-wide-only" : ""].filter(Boolean).join(" ") || undefined;
