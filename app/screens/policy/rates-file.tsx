import { Banner, Button, Section, Stack, Text } from "../../ui";
import type { Say } from "../act-dialog";
import { useDownload } from "../download";
import { CsvUpload } from "./csv-upload";
import type { DraftHead } from "./draft-page.server";
import type { ReadTable } from "./policy-reading.server";
import { TableToRead } from "./policy-sections";

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
          <CsvUpload act="rates" version={head.version} label="File with rates" accessibleLabel="Take over the rates of the file" say={say} />
        </Stack>
      </Section>
    </>
  );
}
