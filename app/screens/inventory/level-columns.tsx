import type { StockState } from "../../domain/records";
import { Badge, NumberLink, Stack, Text, Time, type Column } from "../../ui";
import type { LevelRow } from "./level-rows.server";

/** The entries that make up one number. */
export const entriesPath = (row: Pick<LevelRow, "itemId" | "locationId">, state: StockState): string =>
  `/inventory/${encodeURIComponent(row.itemId)}?${new URLSearchParams({ location: row.locationId, state })}`;

interface UnitsProps {
  row: LevelRow;
  state: StockState;
  value: number;
  name: string;
}

/** A number that opens its entries. The platform keeps no count of an untracked item: no number is made up. */
const Units = ({ row, state, value, name }: UnitsProps) =>
  row.untracked ? <Text as="span" tone="subdued">–</Text> : <NumberLink to={entriesPath(row, state)} value={value} accessibleLabel={`${name} of ${row.title} in ${row.location}: ${value}. Show the entries`} />;

const column = (key: StockState, title: string, wideOnly = false): Column<LevelRow> =>
  ({ key, title, align: "end", wideOnly, cell: (row) => <Units row={row} state={key} value={row[key]} name={title} /> });

/** A committed number is what we know and what the shop holds for orders that we do not. */
const Committed = ({ row }: { row: LevelRow }) => (
  <Stack gap="tight" align="end">
    <Units row={row} state="committed" value={row.committed} name="Committed" />
    {row.untracked || row.unattributed === 0 ? null : <Text as="span" size="small" tone="subdued">{`${row.unattributed > 0 ? "+" : "−"}${Math.abs(row.unattributed)} elsewhere`}</Text>}
  </Stack>
);

const Available = ({ row }: { row: LevelRow }) => {
  if (row.untracked) return <Text as="span" tone="subdued">Not counted</Text>;
  return (
    <Stack gap="tight" align="end">
      <Units row={row} state="available" value={row.available} name="Available" />
      {row.differs === null ? null : <><Badge tone="critical" label="Differs" /><Text as="span" size="small">{`${row.differs.expected} here, ${row.differs.found} in your shop`}</Text></>}
      {row.available < 0 ? <Badge tone="critical" label="Below zero" /> : row.low ? <Badge tone="attention" label="Low" /> : null}
    </Stack>
  );
};

/** The states of stock, in the order in which a person asks for them. */
export const STATE_COLUMNS: Column<LevelRow>[] = [
  { key: "available", title: "Available", align: "end", sortable: true, cell: (row) => <Available row={row} /> },
  { key: "promise", title: "To promise", align: "end", cell: (row) => (row.untracked ? <Text as="span" tone="subdued">Always</Text> : row.promise) },
  { key: "committed", title: "Committed", align: "end", cell: (row) => <Committed row={row} /> },
  column("reserved", "Reserved", true),
  column("safetyStock", "Safety", true),
  column("damaged", "Damaged", true),
  column("qualityControl", "In control", true),
  column("onHand", "On hand"),
  column("incoming", "Incoming"),
  { key: "read", title: "Read", wideOnly: true, cell: (row) => (row.readAt === null ? "Not yet" : <Time at={row.readAt} />) },
];
