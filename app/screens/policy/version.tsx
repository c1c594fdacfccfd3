import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Badge, Button, Checkbox, Page, Section, Stack, Text, TextField, Time, Toast } from "../../ui";
import { ActDialog, useSaying } from "../act-dialog";
import { Changes } from "./changes";
import { PolicySections } from "./policy-sections";
import { ReviewReport } from "./review";
import type { loader } from "./version.server";

export { action, loader } from "./version.server";
export const meta = () => [{ title: "Version of the routing policy · Switchyard" }];

export default function Version() {
  const { page, review } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const [rollingBack, setRollingBack] = useState(false);
  const inUse = page.version === page.present.version;
  return (
    <Page
      title={`${page.version}: ${page.name}`} badge={inUse ? <Badge tone="positive" label="In use" /> : undefined} back={{ label: "Routing", to: "/policy" }}
      actions={inUse || page.back.length === 0 ? null : <Button label="Roll back to this" onPress={() => setRollingBack(true)} />}
    >
      <Section title="What it changed">
        <Stack>
          <Text>{`Published by ${page.who}, `}<Time at={page.at} />{page.basedOn === null ? "." : `, as version ${page.basedOn} had it.`}</Text>
          {page.note === null ? null : <Text tone="subdued">{`“${page.note}”`}</Text>}
          {page.changes === null ? <Text tone="subdued">It is the first version.</Text> : <Changes rows={page.changes} caption={`What version ${page.version} changed`} none="It says exactly what the version before it said." />}
        </Stack>
      </Section>
      {inUse || page.back.length > 0 ? null : <Section><Text>It says exactly what the version in use says.</Text></Section>}
      <PolicySections sections={page.sections} />
      <ActDialog open={rollingBack} title={`Roll back to version ${page.version}?`} label="Publish it again" hidden={{ act: "roll-back", onto: `${page.present.version}` }} onClose={() => setRollingBack(false)} onDone={say}>
        {(problems) => (
          <Stack gap="loose">
            <Text>{`What it says is published as version ${page.present.version + 1}. No version is rewritten, and orders that are routed already keep their place. Against version ${page.present.version}, in use, it changes:`}</Text>
            <Changes rows={page.back} caption="What rolling back changes" none="Nothing." />
            {review === null || (review.faults.length === 0 && review.conflicts.length === 0 && review.closed === null) ? null : <ReviewReport review={review} />}
            {review !== null && review.conflicts.length > 0 && review.possible ? <Checkbox name="despiteConflicts" label="Publish it all the same" problem={problems["despiteConflicts"]} /> : null}
            <TextField name="note" label="Why" hint="Stands in the list of versions." required maxLength={300} problem={problems["note"]} />
          </Stack>
        )}
      </ActDialog>
      <Toast message={message} />
    </Page>
  );
}
