import { Banner, Button, Section, Stack, Text } from "../../ui";
import type { Say } from "../act-dialog";
import { useDownload } from "../download";
import { CsvUpload } from "./csv-upload";
import type { DraftHead } from "./draft-page.server";

/** The way of the rates out and in as a file. */
export function RatesFile({ head, say }: { head: DraftHead; say: Say }) {
  const { busy, problem, download } = useDownload();
  return (
    <Section title="Rates as a file">
      <Stack gap="loose">
        <Text>More or fewer zones and weights, and whole price lists, come by a file. One row for each zone, nearest first; one column for each weight; prices in {head.currency}. A file is taken over whole or not at all, and only into this draft.</Text>
        <Stack direction="across">
          <Button label="Download these rates" busy={busy} onPress={() => download(`/routing-rates.csv?draft=${encodeURIComponent(head.id)}`)} />
          <Button label="Download a sample" emphasis="plain" busy={busy} onPress={() => download("/routing-rates.csv?sample=yes")} />
        </Stack>
        {problem === null ? null : <Banner tone="critical">{problem}</Banner>}
        <CsvUpload act="rates" version={head.version} label="File with rates" accessibleLabel="Take over the rates of the file" say={say} />
      </Stack>
    </Section>
  );
}
