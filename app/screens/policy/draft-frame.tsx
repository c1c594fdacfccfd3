import { useState, type ReactNode } from "react";
import { Badge, Banner, Button, ButtonGroup, Page, Section, Stack, Tabs, Text, TextField, Time, Toast } from "../../ui";
import { ActButton, ActDialog, useSaying, type Say } from "../act-dialog";
import { Changes } from "./changes";
import { draftPath, SECTION_TABS, type SectionTab } from "./draft-paths";
import type { DraftHead } from "./draft-page.server";

interface DraftFrameProps {
  head: DraftHead;
  active: SectionTab;
  children(say: Say): ReactNode;
}

/** What stands around every page of a draft: its name, its parts, and where it leads. */
export function DraftFrame({ head, active, children }: DraftFrameProps) {
  const { message, say } = useSaying();
  const [renaming, setRenaming] = useState(false);
  return (
    <Page
      title={head.name} badge={<Badge tone="info" label="Draft" />} back={{ label: "Routing", to: "/policy" }}
      actions={(
        <ButtonGroup>
          <Button label="Rename" emphasis="plain" onPress={() => setRenaming(true)} />
          <Button label="Try it on past orders" to={replayPath(head)} />
          <Button label="Review and publish" emphasis="primary" to={draftPath(head.id, "publish")} />
        </ButtonGroup>
      )}
    >
      {head.newer === null ? null : <Newer head={head} newer={head.newer} say={say} />}
      <Section>
        <Text>
          {head.changes.length === 0 ? `It says what the policy in use says, “${head.present.name}”. ` : `${head.changes.length === 1 ? "One thing differs" : `${head.changes.length} things differ`} from the policy in use, “${head.present.name}”. `}
          {`Last saved by ${head.who}, `}<Time at={head.at} />. It decides nothing until it is published.
        </Text>
      </Section>
      <Tabs label="Parts of the policy" active={active} items={SECTION_TABS.map(({ id, title }) => ({ id, title, to: draftPath(head.id, id) }))} />
      {children(say)}
      <ActDialog open={renaming} title="Rename the draft" label="Rename" hidden={{ act: "rename", version: `${head.version}` }} onClose={() => setRenaming(false)} onDone={say}>
        {(problems) => <TextField name="name" label="Name" hint="Becomes the name of the version." defaultValue={head.name} required maxLength={80} problem={problems["name"]} />}
      </ActDialog>
      <Toast message={message} />
    </Page>
  );
}

export const replayPath = ({ id }: Pick<DraftHead, "id">): string => `/replay?draft=${encodeURIComponent(id)}`;

/** Somebody published since the draft began: publishing it as it is would take that back. */
export const Newer = ({ head, newer, say }: { head: DraftHead; newer: NonNullable<DraftHead["newer"]>; say: Say }) => (
  <Banner tone="attention" title={`${newer.by} has published version ${head.present.version} since this draft began`}>
    <Stack>
      {newer.carried.length === 0 ? null : <><Text>This draft does not have what that changed, and would take it back:</Text><Changes rows={newer.carried} caption="Published since" none="" /></>}
      {newer.both.length === 0 ? null : <><Text>Both changed this, each in another way. The draft's stays unless you change it here:</Text><Changes rows={newer.both} caption="Published since, and changed here" none="" /></>}
      <span><ActButton label="Bring the draft up to date" hidden={{ act: "bring-over", version: `${head.version}` }} onDone={say} /></span>
    </Stack>
  </Banner>
);
