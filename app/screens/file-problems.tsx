import { Banner, Stack, Table, type Column } from "../ui";

/** What is wrong in a file, by row and column as a spreadsheet counts and names them. */
export interface FileProblem {
  row: number;
  field: string;
  problem: string;
}

type ProblemRow = FileProblem & { id: string };

const COLUMNS: Column<ProblemRow>[] = [
  { key: "row", title: "Row", cell: (row) => `Row ${row.row}` },
  { key: "field", title: "Column", cell: (row) => row.field },
  { key: "problem", title: "What is wrong", cell: (row) => row.problem },
];

/** Why a file was not taken over, every row that stands in the way. */
export const FileProblems = ({ because, rows }: { because: string | null; rows: readonly FileProblem[] }) => (
  <Stack>
    <Banner tone="critical" title="Nothing was changed">{because}</Banner>
    <Table caption="What is wrong in the file" columns={COLUMNS} rows={rows.map((row, index) => ({ id: `${index}`, ...row }))} />
  </Stack>
);
