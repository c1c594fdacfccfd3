import { useState } from "react";
import { Banner, Button, Diff, Link, List, Stack, Text, TextField, Time } from "../../ui";
import { ActDialog, type useSaying } from "../act-dialog";
import type { AttentionView } from "./attention.server";

type Say = ReturnType<typeof useSaying>["say"];

/** What a person has to look at, each with what happened, what it means and what to do; it stays until somebody says that it is settled. */
export const Attention = ({ attention, orderName, say }: { attention: AttentionView[]; orderName: string; say: Say }) => (
  <>{attention.map((each) => <One key={each.id} view={each} orderName={orderName} say={say} />)}</>
);

function One({ view, orderName, say }: { view: AttentionView; orderName: string; say: Say }) {
  const [resolving, setResolving] = useState(false);
  return (
    <>
      <Banner tone="critical" title={view.title}>
        <Stack>
          <Text>{view.means} <Text as="span" tone="subdued"><Time at={view.since} /></Text></Text>
          {view.changes.length === 0 ? null : <Diff caption="What changed in the order" columns={["Item", "Before", "Now"]} rows={view.changes} />}
          {view.parcels.length === 0 ? null : <List items={view.parcels.map(({ id, words, url }) => ({ key: id, content: url === "" ? words : <Link to={url} external accessibleLabel={`Track: ${words}`}>{words}</Link> }))} />}
          <List items={view.todo.map((step, index) => ({ key: step, content: `${index + 1}. ${step}` }))} />
          <Stack direction="across"><Button label="Mark as resolved" accessibleLabel={`Mark as resolved: ${view.title}`} onPress={() => setResolving(true)} /></Stack>
        </Stack>
      </Banner>
      <ActDialog open={resolving} title={`Resolved on order ${orderName}`} label="Mark as resolved" hidden={{ act: "resolve-attention", code: view.code }} onClose={() => setResolving(false)} onDone={say}>
        {(problems) => <TextField name="note" label="What was done" lines={3} hint="Kept in the order's timeline." required maxLength={200} problem={problems["note"]} />}
      </ActDialog>
    </>
  );
}
