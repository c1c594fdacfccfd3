import { Badge, Details, Link, List, Section, Stack, Text, Time } from "../../ui";
import type { LearnedView } from "../locations/learned.server";

/** What was learned of a location, with how much was seen, and whether it counts when orders are routed. */
export function Learned({ learned }: { learned: LearnedView | null }) {
  return (
    <Section title="What is learned">
      <Stack>
        {learned === null
          ? <Text tone="subdued">Nothing is measured yet. Switchyard looks at parcels, at what is turned down and at counts every few hours.</Text>
          : (
            <>
              <Details
                items={learned.facts.map(({ term, value, seen, counts }) => ({
                  term,
                  value: <Stack gap="tight"><span>{value}</span><Text as="span" size="small" tone="subdued">{seen}</Text>{counts ? <span><Badge tone="info" label="Counts in routing" /></span> : null}</Stack>,
                }))}
              />
              <Text tone="subdued" size="small">Of the last {learned.windowDays} days, measured <Time at={learned.measuredAt} />. Where little was seen, an average location is assumed.</Text>
            </>
          )}
        <Text size="small"><Link to="/policy">Choose in the routing policy what of it counts</Link></Text>
      </Stack>
    </Section>
  );
}

/** Shelves that somebody should count. */
export const ToCount = ({ shelves }: { shelves: { id: string; label: string; to: string; since: number }[] }) =>
  shelves.length === 0 ? null : (
    <Section title="Shelves to count">
      <Stack>
        <List items={shelves.map(({ id, label, to, since }) => ({ key: id, content: <><Link to={to}>{label}</Link> <Text as="span" tone="subdued">asked <Time at={since} /></Text></> }))} />
        <Text tone="subdued" size="small">Set the counted quantity there: the orders that wait for it go on by themselves.</Text>
      </Stack>
    </Section>
  );
