import { Banner, Button, ButtonGroup, Link, List, Progress, Section, Stack, Text } from "../../ui";
import { ActButton, type useSaying } from "../act-dialog";
import { useRefresh } from "../use-refresh";
import type { BulkProgress } from "./bulk-progress.server";

interface BulkPanelProps {
  bulk: BulkProgress;
  /** The list without it. */
  closeTo: string;
  say: ReturnType<typeof useSaying>["say"];
}

/** How far an act on many orders has come, and which of them it could not change, with why. */
export function BulkPanel({ bulk, closeTo, say }: BulkPanelProps) {
  const running = bulk.status === "running";
  useRefresh(running);
  return (
    <Section
      title={bulk.title}
      actions={
        <ButtonGroup>
          {running ? <ActButton label="Stop" accessibleLabel={`Stop: ${bulk.title}`} hidden={{ act: "cancel-run", runId: bulk.runId }} onDone={say} /> : <Button label="Close" accessibleLabel={`Close: ${bulk.title}`} to={closeTo} />}
        </ButtonGroup>
      }
    >
      <Stack>
        {bulk.total === null ? null : <Progress label={running ? "Done" : outcomeWords(bulk)} done={bulk.done + bulk.failed} total={bulk.total} />}
        {bulk.problem === null ? null : <Banner tone="critical" title="It stopped">{bulk.problem}</Banner>}
        {bulk.failures.length === 0 ? null : (
          <Stack>
            <Text as="h3">{bulk.failed === 1 ? "One order could not be changed" : `${bulk.failed} orders could not be changed`}</Text>
            <List items={bulk.failures.map(({ orderId, name, problem }) => ({ key: orderId, content: <><Link to={`/orders/${encodeURIComponent(orderId)}`}>{name}</Link>{`: ${problem}`}</> }))} />
            {bulk.moreFailures > 0 ? <Text tone="subdued">{`and ${bulk.moreFailures} more`}</Text> : null}
          </Stack>
        )}
      </Stack>
    </Section>
  );
}

const outcomeWords = ({ status, failed }: BulkProgress): string => (status === "cancelled" ? "Stopped" : failed > 0 ? "Finished, some could not be changed" : "Finished");
