import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { Button, FileDrop, Stack } from "../../ui";
import type { Say } from "../act-dialog";
import { FileProblems } from "../file-problems";
import type { DraftAnswer } from "./draft.server";

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
      {refused?.rows === undefined ? null : <FileProblems because={refused.problem} rows={refused.rows} />}
    </Stack>
  );
}
