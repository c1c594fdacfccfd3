import { Section, Stack, Table, Text, TextField } from "../../ui";
import type { RateCells } from "./rate-cells.server";

const CHARACTERS_MAX = 16;

type Row = RateCells["rows"][number];

/** The rates, each cell a field of the form around it. */
export const RateTable = ({ table, problems }: { table: RateCells; problems: Record<string, string> }) => {
  const [distance = "", ...others] = table.columns;
  return (
    <Section title="Postage">
      <Stack gap="loose">
        <Text tone="subdued">{`In ${table.currency}, by the zone of a parcel's distance and the first weight that it does not exceed. A price may not fall with either.`}</Text>
        <Table<Row>
          caption={table.caption} rows={table.rows}
          columns={[{ key: "zone", title: distance, cell: (row) => row.zone }, ...others.map((title, place) => ({ key: `c${place}`, title, cell: (row: Row) => <Cell cell={row.cells[place]} problems={problems} /> }))]}
        />
      </Stack>
    </Section>
  );
};

const Cell = ({ cell, problems }: { cell: Row["cells"][number] | undefined; problems: Record<string, string> }) => {
  if (cell === undefined || cell.name === null) return <Text tone="subdued">Any</Text>;
  return <TextField name={cell.name} label={cell.label} labelHidden defaultValue={cell.value} maxLength={CHARACTERS_MAX} problem={problems[cell.name]} />;
};
