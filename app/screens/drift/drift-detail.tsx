import { useLoaderData } from "@remix-run/react";
import { Badge, Code, Columns, Details, Link, List, Page, Section, Stack, Text, Time, Timeline } from "../../ui";
import type { loader } from "./drift-detail.server";

export { loader } from "./drift-detail.server";
export const meta = () => [{ title: "Drift · Switchyard" }];

export default function DriftOne() {
  const { drift } = useLoaderData<typeof loader>();
  const { row, whose, means, began, mended, gaps, refs, events } = drift;
  return (
    <Page title={row.what} badge={<Badge {...row.cause} />} subtitle={means} back={{ label: "Drift", to: "/drift" }}>
      <Columns
        main={(
          <Section title="What happened">
            <Timeline label="Evidence, newest first" items={events} />
          </Section>
        )}
        side={(
          <>
            <Section title="In short">
              <Stack gap="loose">
                <Details
                  items={[
                    { term: "Difference", value: <Stack gap="tight">{gaps.map((gap) => <Text as="span" key={gap}>{gap}</Text>)}</Stack> },
                    { term: "Whose doing", value: whose },
                    { term: began.exactly ? "Began" : "Began after", value: <Time at={began.at} /> },
                    { term: "Found", value: <><Time at={row.foundAt} /> {row.foundBy}</> },
                    { term: "Mended", value: mended.at === null ? "Not yet" : <><Time at={mended.at} />: {mended.how}</> },
                    { term: "Lasted", value: row.lasted ?? "Not over yet" },
                    ...(row.decideBy === null ? [] : [{ term: "Cause settled by", value: <Time at={row.decideBy} /> }]),
                    { term: "What to do", value: row.todo },
                  ]}
                />
                {row.at === null ? null : <Link to={row.at}>{row.at.startsWith("/orders") ? "See the order" : "See the item and its entries"}</Link>}
              </Stack>
            </Section>
            {refs.length === 0 ? null : (
              <Section title="References">
                <Text tone="subdued" size="small">Name these when you report it.</Text>
                <List items={refs.map((ref) => ({ key: ref, content: <Code text={ref} /> }))} />
              </Section>
            )}
          </>
        )}
      />
    </Page>
  );
}
