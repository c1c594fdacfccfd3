import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, Button, EmptyState, FileDrop, Page, Section, Stack, Text, TextField } from "../../ui";
import type { FileResult } from "../acts-stock";
import { FileProblems } from "../file-problems";
import type { ImportAnswer, ImportKind, loader } from "./import.server";

export { action, loader } from "./import.server";
export const meta = () => [{ title: "Import stock · Switchyard" }];

export default function ImportStock() {
  const { status } = useLoaderData<typeof loader>();
  return (
    <Page title="Import stock" subtitle="A file is taken whole or not at all: one wrong row, and nothing is changed." back={{ label: "Inventory", to: "/inventory" }}>
      <Section title="Stock count">
        {status === "live" ? <Upload kind="count" label="File with counts" columns="sku, location, quantity" meaning="The quantity is what was counted on hand. The differences are sent to your shop." note /> : <EmptyState title="Not while nothing is written" action={{ label: "See how Switchyard works", to: "/settings" }}>A count changes the stock of your shop, which Switchyard does only while it is live.</EmptyState>}
      </Section>
      <Section title="Thresholds">
        <Upload kind="rules" label="File with thresholds" columns="sku, location, low_stock, safety_stock" meaning="One or both of the last two columns. An empty cell follows the store." />
      </Section>
    </Page>
  );
}

interface UploadProps {
  kind: ImportKind;
  label: string;
  columns: string;
  meaning: string;
  note?: boolean;
}

function Upload({ kind, label, columns, meaning, note }: UploadProps) {
  const fetcher = useFetcher<ImportAnswer>();
  const result = fetcher.state === "idle" ? fetcher.data?.result : undefined;
  const problem = result !== undefined && !result.ok && result.rows.length === 0 ? result.problem : null;
  return (
    <Stack gap="loose">
      <fetcher.Form method="post" encType="multipart/form-data" noValidate>
        <input type="hidden" name="act" value={kind} />
        <Stack gap="loose">
          <Text>{`A CSV file whose first row names the columns: ${columns}. ${meaning}`}</Text>
          <FileDrop name="file" label={label} accept=".csv,text/csv" required problem={problem} />
          {note ? <TextField name="note" label="Note" hint="Stands with each change. For example: yearly count." maxLength={200} /> : null}
          <span><Button submit label="Import" accessibleLabel={`Import: ${label}`} emphasis="primary" busy={fetcher.state !== "idle"} /></span>
        </Stack>
      </fetcher.Form>
      {result === undefined ? null : <Result result={result} />}
    </Stack>
  );
}

function Result({ result }: { result: FileResult }) {
  if (result.ok) {
    return result.already
      ? <Banner tone="info" title="This file was imported before">It had its effect then, and changes nothing now.</Banner>
      : <Banner tone="positive" title="Imported">{`${result.changed} of ${result.rows} ${result.rows === 1 ? "row" : "rows"} changed something.`}</Banner>;
  }
  if (result.rows.length === 0) return null;
  return <FileProblems because={result.problem} rows={result.rows} />;
}
