import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, Details, EmptyState, Section, Table, Text, type Column } from "../../ui";
import type { PermissionRow } from "./permissions.server";
import { SettingsPage } from "./settings-tabs";
import type { loader } from "./permissions.server";

export { loader } from "./permissions.server";
export const meta = () => [{ title: "Permissions · Switchyard" }];

const COLUMNS: Column<PermissionRow>[] = [
  { key: "scope", title: "Permission", cell: (row) => <Text as="span">{row.scope}</Text> },
  { key: "granted", title: "State", cell: (row) => (row.granted ? <Badge tone="positive" label="Granted" /> : <Badge tone="critical" label="Missing" />) },
  { key: "stops", title: "Without it", cell: (row) => row.stops },
];

export default function Permissions() {
  const { page } = useLoaderData<typeof loader>();
  return (
    <SettingsPage active="permissions">
      {page.missing === 0 ? null : (
        <Banner tone="critical" title={page.missing === 1 ? "One permission is missing" : `${page.missing} permissions are missing`}>
          What stops is told below. Open Switchyard from your shop's admin and accept what it asks for; what was missed meanwhile is read again by itself.
        </Banner>
      )}
      <Section title="Permissions" padding="edge">
        {page.rows.length === 0 ? <EmptyState title="No permissions are needed">This shop gives the app access as a whole.</EmptyState> : <Table caption="Permissions that the app lives from" columns={COLUMNS} rows={page.rows} />}
      </Section>
      <Section title="Limits of your shop's platform">
        {page.limits.length === 0 ? <Text>None that concern you.</Text> : <Details items={page.limits.map(({ ability, reason }) => ({ term: ability, value: reason }))} />}
      </Section>
    </SettingsPage>
  );
}
