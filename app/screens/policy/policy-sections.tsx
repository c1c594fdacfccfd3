import { Badge, Details, List, Section, Stack, Table, Text } from "../../ui";
import type { ReadSection, ReadTable } from "./policy-reading.server";

/** A whole policy to read. */
export const PolicySections = ({ sections }: { sections: ReadSection[] }) => (
  <>{sections.map((section) => <Section key={section.id} title={section.title}><Stack gap="loose"><Content section={section} /></Stack></Section>)}</>
);

const Content = ({ section }: { section: ReadSection }) => (
  <>
    {section.settings.length === 0 ? null : <Details items={section.settings} />}
    {section.id !== "rules" ? null : section.rules.length === 0 ? <Text tone="subdued">None: every location may ship everything.</Text> : (
      <List items={section.rules.map(({ id, name, on, sentence }) => ({ key: id, content: <Text><strong>{name}</strong>{on ? " " : <> <Badge tone="neutral" label="Off" /> </>}{sentence}</Text> }))} />
    )}
    {section.tables.map((table) => <TableToRead key={table.caption} table={table} />)}
  </>
);

interface Row {
  id: string;
  cells: string[];
}

/** A table whose first column names the row. */
const TableToRead = ({ table }: { table: ReadTable }) => (
  <Table<Row>
    caption={table.caption} rows={table.rows}
    columns={table.columns.map((title, place) => ({ key: `c${place}`, title, align: place === 0 ? "start" : "end", cell: (row) => row.cells[place] ?? "" }))}
  />
);
