import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, Button, EmptyState, Progress, Section, Stack, Table, Text, Time, Toast, type Column } from "../../ui";
import { ActButton, useSaying } from "../act-dialog";
import { useDownload } from "../download";
import { useRefresh } from "../use-refresh";
import type { PrivacyRow } from "./privacy.server";
import { SettingsPage } from "./settings-tabs";
import type { loader } from "./privacy.server";

export { action, loader } from "./privacy.server";
export const meta = () => [{ title: "Privacy · Switchyard" }];

type Say = ReturnType<typeof useSaying>["say"];

const columns = (say: Say): Column<PrivacyRow>[] => [
  { key: "what", title: "Request", cell: (row) => row.what },
  { key: "asked", title: "Asked", cell: (row) => <Stack gap="tight"><Time at={row.startedAt} /><Text as="span" size="small" tone="subdued">{row.who}</Text></Stack> },
  { key: "state", title: "State", cell: (row) => <Badge {...row.state} /> },
  { key: "result", title: "Result", cell: (row) => (row.status === "running" && row.total !== null ? <Progress label={row.result} done={row.done} total={row.total} /> : row.result) },
  { key: "act", title: "Actions", cell: (row) => <RowAct row={row} say={say} /> },
];

export default function Privacy() {
  const { requests } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useRefresh(requests.some((row) => row.status === "running"));
  return (
    <SettingsPage active="privacy">
      <Section title="Requests about personal data" padding="edge">
        {requests.length === 0 ? (
          <EmptyState title="No requests" action={{ label: "See all customers", to: "/customers" }}>
            When a customer asks your shop for their data or for erasing it, the request shows here with its result. You can begin one yourself on the customer's page.
          </EmptyState>
        ) : <Table caption="Requests about personal data, newest first" columns={columns(say)} rows={requests} />}
      </Section>
      <Toast message={message} />
    </SettingsPage>
  );
}

function RowAct({ row, say }: { row: PrivacyRow; say: Say }) {
  const { download, busy, problem } = useDownload();
  if (row.fileUntil !== null) {
    return (
      <Stack gap="tight">
        <span><Button label="Download" accessibleLabel={`Download the data asked for ${new Date(row.startedAt).toISOString().slice(0, 10)}`} busy={busy} onPress={() => download(`/settings/privacy/${encodeURIComponent(row.id)}`)} /></span>
        {problem === null ? null : <Banner tone="critical">{problem}</Banner>}
        <Text as="span" size="small" tone="subdued">Until <Time at={row.fileUntil} /></Text>
      </Stack>
    );
  }
  if (row.status === "failed") return <ActButton label="Try again" accessibleLabel={`Try again: ${row.what}`} hidden={{ act: "retry", runId: row.id }} onDone={say} />;
  return <Text as="span" tone="subdued">None</Text>;
}
