import { Banner, List, Stack, Text } from "../../ui";
import type { Review } from "./review.server";

/** What was found when the policy was read against the store: what cannot be, and what contradicts itself for some orders. */
export const ReviewReport = ({ review, rulesTo }: { review: Review; rulesTo?: string }) => {
  if (review.closed !== null) return <Banner tone="attention" title="No location ships now" action={{ label: "See the locations", to: "/locations" }}>{`${review.closed} Orders wait until that changes, whatever the policy says; what rules do to each other shows then.`}</Banner>;
  if (review.faults.length === 0 && review.conflicts.length === 0) return <Banner tone="positive" title="No conflicts">Every order that the rules speak of can ship, as long as there is stock.</Banner>;
  return (
    <Stack>
      {review.faults.length === 0 ? null : (
        <Banner tone="critical" title="It cannot be published like this">
          <List items={review.faults.map(({ id, sentence }) => ({ key: id, content: sentence }))} />
        </Banner>
      )}
      {review.conflicts.length === 0 ? null : (
        <Banner
          tone={review.possible ? "attention" : "critical"} title={review.conflicts.length === 1 ? "One conflict" : `${review.conflicts.length} conflicts`}
          {...(rulesTo !== undefined && { action: { label: "Change the rules", to: rulesTo } })}
        >
          <List
            items={review.conflicts.map(({ id, sentence, example, everything }) => ({
              key: id,
              content: <Stack gap="tight"><Text><strong>{sentence}</strong></Text><Text>{example}</Text>{everything ? <Text tone="critical">With this no order could ship any more.</Text> : null}</Stack>,
            }))}
          />
        </Banner>
      )}
    </Stack>
  );
};
