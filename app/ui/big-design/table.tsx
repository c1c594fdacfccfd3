import { Table as BigTable } from "@bigcommerce/big-design";
import { Link } from "@remix-run/react";
import type { Kit, TableProps, TableRow } from "../contract";
import { CardCell, RowCards } from "../plain/row-cards";
import { useSurfacePath } from "../surface";

/** BigDesign's table takes no caption: its name stands on the table itself. */
export const Table: Kit["Table"] = <Row extends TableRow>({ caption, columns, rows, rowTo }: TableProps<Row>) => {
  const path = useSurfacePath();
  return (
    <RowCards linked={rowTo !== undefined}>
      <BigTable
        aria-label={caption}
        keyField="id"
        items={rows}
        columns={columns.map((column, index) => ({
          hash: column.key,
          header: column.title,
          align: column.align === "end" ? ("right" as const) : ("left" as const),
          render: (row: Row) => (
            <CardCell title={column.title} wideOnly={column.wideOnly}>
              {index === 0 && rowTo ? <Link className="sy-row-link" to={path(rowTo(row))}>{column.cell(row)}</Link> : column.cell(row)}
            </CardCell>
          ),
        }))}
      />
    </RowCards>
  );
};
