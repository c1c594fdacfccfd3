import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { Banner, Button, FileDrop, Section, Stack, Table, Text, type Column } from "../../ui";
import type { Say } from "../act-dialog";
import { useDownload } from "../download";
import type { DraftHead } from "./draft-page.server";
import type { DraftAnswer } from "./draft.server";
import type { ReadTable } from "./policy-reading.server";
import { TableToRead } from "./policy-sections";

interface ProblemRow {
  id: string;
  row: number;
  field: string;
  problem: string;
}

const COLUMNS: Column<ProblemRow>[] = [
  { key: "row", title: "Row", cell: (row) => `Row ${row.row}` },
  { key: "field", title: "Column", cell: (row) => row.field },
  { key: "problem", title: "What is wrong", cell: (row) => row.problem },
];

/** The table of rates, and its way out and in as a file. */
export function RatesFile({ head, rates, say }: { head: DraftHead; rates: ReadTable; say: Say }) {
  const { busy, problem, download } = useDownload();
  return (
    <>
      <Section title="Postage" padding="edge"><TableToRead table={rates} /></Section>
      <Section title="Change the rates">
        <Stack gap="loose">
          <Text>One row for each zone, nearest first; one column for each weight; prices in {head.currency}. A file is taken over whole or not at all, and only into this draft.</Text>
          <Stack direction="across">
            <Button label="Download these rates" busy={busy} onPress={() => download(`/routing-rates.csv?draft=${encodeURIComponent(head.id)}`)} />
            <Button label="Download a sample" emphasis="plain" busy={busy} onPress={() => download("/routing-rates.csv?sample=yes")} />
          </Stack>
          {problem === null ? null : <Banner tone="critical">{problem}</Banner>}
          <Upload head={head} say={say} />
        </Stack>
      </Section>
    </>
  );
}

function Upload({ head, say }: { head: DraftHead; say: Say }) {
  const fetcher = useFetcher<DraftAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok) say(answer.message);
  }, [answer]);
  const refused = answer !== undefined && !answer.ok ? answer : null;
  return (
    <Stack gap="loose">
      <fetcher.Form method="post" encType="multipart/form-data" noValidate>
        <input type="hidden" name="act" value="rates" />
        <input type="hidden" name="version" value={head.version} />
        <Stack>
          <FileDrop name="file" label="File with rates" accept=".csv,text/csv" required problem={refused?.problems["file"]} />
          <span><Button submit label="Take over" accessibleLabel="Take over the rates of the file" busy={fetcher.state !== "idle"} /></span>
        </Stack>
      </fetcher.Form>
      {refused?.rows === undefined ? null : (
        <Stack>
          <Banner tone="critical" title="Nothing was changed">{refused.problem}</Banner>
          <Table caption="What is wrong in the file" columns={COLUMNS} rows={refused.rows.map((row, index) => ({ id: `${index}`, ...row }))} />
        </Stack>
      )}
    </Stack>
  );
}
