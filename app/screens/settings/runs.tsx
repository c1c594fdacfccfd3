import { useLoaderData } from "@remix-run/react";
import { Badge, EmptyState, Progress, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import { progressWords } from "../run-words";
import { useRefresh } from "../use-refresh";
import type { RunListRow } from "./runs.server";
import { SettingsPage } from "./settings-tabs";
import type { loader } from "./runs.server";

export { loader } from "./runs.server";
export const meta = () => [{ title: "Imports and runs · Switchyard" }];

const COLUMNS: Column<RunListRow>[] = [
  { key: "what", title: "Run", cell: (row) => row.what },
  { key: "state", title: "State", cell: (row) => <Stack gap="tight"><span><Badge {...row.state} /></span>{row.problem === null ? null : <Text as="span" size="small">{row.problem}</Text>}</Stack> },
  { key: "far", title: "How far", cell: (row) => (row.status === "running" && row.total !== null ? <Progress label="Done" done={row.done} total={row.total} /> : progressWords(row)) },
  { key: "who", title: "Who", cell: (row) => row.who },
  { key: "began", title: "Began", cell: (row) => <Time at={row.startedAt} /> },
  { key: "ended", title: "Ended", cell: (row) => (row.finishedAt === null ? <Text as="span" tone="subdued">Not yet</Text> : <Time at={row.finishedAt} />) },
];

export default function Runs() {
  const { runs } = useLoaderData<typeof loader>();
  useRefresh(runs.some((row) => row.status === "running"));
  return (
    <SettingsPage active="runs">
      <Section padding="edge">
        {runs.length === 0 ? <EmptyState title="Nothing ran yet" action={{ label: "Open the setup", to: "/setup" }}>Imports, comparisons with your shop and changes of many orders show here with how far they are.</EmptyState> : <Table caption="Imports and runs, newest first" columns={COLUMNS} rows={runs} />}
      </Section>
    </SettingsPage>
  );
}
