import { List, Stack, Table, Text, type Column } from "../../ui";
import type { ChangeRow } from "./policy-reading.server";

interface ChangesProps {
  rows: ChangeRow[];
  /** Names the tables of cells for screen readers. */
  caption: string;
  /** Said where nothing differs. */
  none: string;
}

/** What differs between two policies, in sentences; cells of tables and the words of rules below theirs. */
export const Changes = ({ rows, caption, none }: ChangesProps) =>
  rows.length === 0 ? <Text tone="subdued">{none}</Text> : <List items={rows.map((row) => ({ key: row.id, content: <Change row={row} caption={caption} /> }))} />;

const Change = ({ row, caption }: { row: ChangeRow; caption: string }) => (
  <Stack gap="tight">
    <Text><strong>{`${row.section}: `}</strong><span>{row.sentence}</span></Text>
    {row.details.length === 0 ? null : row.isRule ? row.details.map((detail) => <RuleWords key={detail.id} detail={detail} />) : <Cells row={row} caption={caption} />}
  </Stack>
);

const RuleWords = ({ detail: { before, after } }: { detail: ChangeRow["details"][number] }) => (
  <Stack gap="tight">
    {before === "" ? null : <Text tone="subdued">{after === "" ? "It said: " : "Before: "}<del>{before}</del></Text>}
    {after === "" ? null : <Text tone="subdued">{before === "" ? "It says: " : "After: "}{after}</Text>}
  </Stack>
);

const COLUMNS: Column<ChangeRow["details"][number]>[] = [
  { key: "label", title: "What", cell: ({ label }) => label },
  { key: "before", title: "Before", align: "end", cell: ({ before }) => before || "–" },
  { key: "after", title: "After", align: "end", cell: ({ after }) => after || "–" },
];

/** Shut where it would push everything else off the screen. */
const Cells = ({ row, caption }: { row: ChangeRow; caption: string }) => (
  <details open={row.details.length <= OPEN_MAX}>
    <summary>{row.details.length === 1 ? "The one that changed" : `All ${row.details.length} that changed`}</summary>
    <Table caption={`${caption}: ${row.sentence}`} columns={COLUMNS} rows={row.details} />
  </details>
);

const OPEN_MAX = 6;

/** The same in a few words: "Handling per parcel $1.50 → $2.00, and 2 more". */
export const changesInShort = (rows: readonly ChangeRow[]): string => {
  const [first, ...more] = rows;
  if (first === undefined) return "Nothing";
  return more.length === 0 ? first.sentence : `${first.sentence}, and ${more.length} more`;
};
