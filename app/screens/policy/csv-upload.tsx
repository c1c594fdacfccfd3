import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { Banner, Button, FileDrop, Stack, Table, type Column } from "../../ui";
import type { Say } from "../act-dialog";
import type { DraftAnswer } from "./draft.server";

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

interface CsvUploadProps {
  act: "rates" | "centroids";
  /** The draft's, as it is shown. */
  version: number;
  label: string;
  /** What the button says to those who hear it alone. */
  accessibleLabel: string;
  say: Say;
}

/** A file that is taken over whole or not at all: what is wrong with it is named by row and column. */
export function CsvUpload({ act, version, label, accessibleLabel, say }: CsvUploadProps) {
  const fetcher = useFetcher<DraftAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok) say(answer.message);
  }, [answer]);
  const refused = answer !== undefined && !answer.ok ? answer : null;
  return (
    <Stack gap="loose">
      <fetcher.Form method="post" encType="multipart/form-data" noValidate>
        <input type="hidden" name="act" value={act} />
        <input type="hidden" name="version" value={version} />
        <Stack>
          <FileDrop name="file" label={label} accept=".csv,text/csv" required problem={refused?.problems["file"]} />
          <span><Button submit label="Take over" accessibleLabel={accessibleLabel} busy={fetcher.state !== "idle"} /></span>
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
