import { Text, Time, type Column } from "../../ui";
import type { LevelRow } from "./inventory-page.server";

/** The platform keeps no count of an untracked item: said once, and no number is made up. */
const units = (row: LevelRow, value: number) => (row.untracked ? <Text as="span" tone="subdued">–</Text> : value);

/** The states of stock, in the order in which a person asks for them. */
export const STATE_COLUMNS: Column<LevelRow>[] = [
  { key: "available", title: "Available", align: "end", cell: (row) => (row.untracked ? <Text as="span" tone="subdued">Not counted</Text> : row.available) },
  { key: "committed", title: "Committed", align: "end", cell: (row) => units(row, row.committed + row.unattributed) },
  { key: "reserved", title: "Reserved", align: "end", cell: (row) => units(row, row.reserved) },
  { key: "unavailable", title: "Unavailable", align: "end", cell: (row) => units(row, row.unavailable) },
  { key: "onHand", title: "On hand", align: "end", cell: (row) => units(row, row.onHand) },
  { key: "incoming", title: "Incoming", align: "end", cell: (row) => units(row, row.incoming) },
  { key: "read", title: "Read", cell: (row) => (row.readAt === null ? "Not yet" : <Time at={row.readAt} />) },
];
