import { useFetcher, useLoaderData } from "@remix-run/react";
import { Badge, Banner, Button, ButtonGroup, Checkbox, Page, Section, Stack, Text, TextField, Toast } from "../../ui";
import type { ActAnswer } from "../act-answer";
import { useFocusOnProblem, useSaying } from "../act-dialog";
import { Changes } from "./changes";
import { Newer, replayPath } from "./draft-frame";
import { draftPath } from "./draft-paths";
import type { loader } from "./publish.server";
import { ReviewReport } from "./review";

export { action, loader } from "./publish.server";
export const meta = () => [{ title: "Publish a routing policy · Switchyard" }];

const FORM_ID = "policy-publish";

export default function Publish() {
  const { head, review } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  return (
    <Page
      title={`Publish “${head.name}”`} badge={<Badge tone="info" label="Draft" />} back={{ label: head.name, to: draftPath(head.id) }}
      actions={<Button label="Try it on past orders" to={replayPath(head)} />}
    >
      {head.newer === null ? null : <Newer head={head} newer={head.newer} say={say} />}
      <Section title={`What changes against version ${head.present.version}, in use`}>
        <Changes rows={head.changes} caption="What publishing changes" none="Nothing: it says what the policy in use says. There is nothing to publish." />
      </Section>
      <ReviewReport review={review} rulesTo={draftPath(head.id, "rules")} />
      {head.changes.length === 0 || !review.possible ? null : <PublishForm />}
      <Toast message={message} />
    </Page>
  );
}

function PublishForm() {
  const { head, review } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<ActAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const refused = answer !== undefined && !answer.ok ? answer : null;
  useFocusOnProblem(FORM_ID, refused);
  const problems = refused?.problems ?? {};
  return (
    <Section title="Publish">
      <fetcher.Form method="post" id={FORM_ID} noValidate>
        <input type="hidden" name="act" value="publish" />
        <input type="hidden" name="version" value={head.version} />
        <input type="hidden" name="onto" value={head.present.version} />
        <Stack gap="loose">
          {refused?.problem ? <Banner tone="critical" title="Not published">{refused.problem}</Banner> : null}
          <Text>New orders follow it at once. Orders that are routed already keep their place, and it can be rolled back at any time.</Text>
          {review.conflicts.length === 0 ? null : <Checkbox name="despiteConflicts" label="I have read the conflicts: publish it all the same" problem={problems["despiteConflicts"]} />}
          {head.newer === null ? null : <Checkbox name="despiteNewer" label={`Take back what version ${head.present.version} changed`} problem={problems["despiteNewer"]} />}
          <TextField name="note" label="Why" hint="Stands in the list of versions. For example: boxes cost more since May." required maxLength={300} problem={problems["note"]} />
          <ButtonGroup>
            <Button submit label="Publish" emphasis="primary" busy={fetcher.state !== "idle"} />
            <Button label="Back to the draft" to={draftPath(head.id)} />
          </ButtonGroup>
        </Stack>
      </fetcher.Form>
    </Section>
  );
}
