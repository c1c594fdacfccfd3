import { EmptyState, Section, Stack, Table, Text, type Column } from "../../ui";
import { State } from "../locations/locations";
import type { SetupPage } from "./setup-page.server";

type Row = SetupPage["locations"][number];

const COLUMNS: Column<Row>[] = [
  { key: "name", title: "Location", cell: (row) => row.name },
  { key: "address", title: "Address", cell: (row) => <Stack gap="tight"><span>{row.address}</span>{row.placed ? null : <Text as="span" size="small" tone="critical">No place is known: the farthest distance is assumed. Give coordinates.</Text>}</Stack> },
  { key: "state", title: "State", cell: (row) => <State row={row} /> },
  { key: "zone", title: "Time zone", cell: (row) => row.timeZone.replace(/_/g, " ") },
];

export const LocationsStep = ({ page }: { page: SetupPage }) => (
  <Section title="Check where you ship from" padding="edge">
    {page.locations.length === 0
      ? <EmptyState title="No locations yet" action={{ label: "See how far the import is", to: "/setup?step=import" }}>They show here as soon as they are read.</EmptyState>
      : <Table caption="Locations to check: address, and which of them ship" columns={COLUMNS} rows={page.locations} rowTo={(row) => `/locations/${encodeURIComponent(row.id)}`} />}
  </Section>
);
