import { Badge, BarChart, Code, Details, Link, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import type { WhyRouted } from "./why-routed.server";

const REJECTED_COLUMNS: Column<WhyRouted["rejected"][number]>[] = [
  { key: "locations", title: "Instead from", cell: (plan) => plan.locations },
  { key: "reason", title: "Why not", cell: (plan) => plan.reason },
  { key: "parcels", title: "Parcels", align: "end", cell: (plan) => plan.parcels },
  { key: "cost", title: "Cost", align: "end", cell: (plan) => plan.cost },
  { key: "extra", title: "Against the plan", align: "end", cell: (plan) => plan.extra },
];

const LEFT_OUT_COLUMNS: Column<WhyRouted["leftOut"][number]>[] = [
  { key: "location", title: "Location", cell: (each) => each.location },
  { key: "reason", title: "Because", cell: (each) => each.reason },
];

const SHORTAGE_COLUMNS: Column<WhyRouted["shortages"][number]>[] = [
  { key: "item", title: "Item", cell: (each) => each.item },
  { key: "wanted", title: "Wanted", align: "end", cell: (each) => each.wanted },
  { key: "offered", title: "In stock where it may ship", align: "end", cell: (each) => each.offered },
];

/** The decision in sentences, what it costs, what would have been next best, what was left out, and the proof's name. */
export function WhyRoutedHere({ why }: { why: WhyRouted | string }) {
  if (typeof why === "string") return <Section title="Why routed here"><Text tone="subdued">{why}</Text></Section>;
  return (
    <>
      <Section title={why.cost === null ? "Why it is not routed" : "Why routed here"} actions={<Badge tone={why.state.tone} label={why.state.label} />}>
        <Stack gap="loose">
          <Stack>{why.sentences.map((sentence) => <Text key={sentence}>{sentence}</Text>)}</Stack>
          {why.cost === null ? null : (
            <BarChart caption="What this plan costs, by term" columns={["Term", "Cost"]} bars={why.cost.bars} total={{ label: "Total", text: why.cost.total }} />
          )}
          <Text tone="subdued">{why.meaning}</Text>
          <Details
            items={[
              { term: "Decided", value: <Time at={why.decidedAt} /> },
              { term: "Policy", value: <Link to={`/policy/versions/${why.policyVersion}`}>{policyWords(why)}</Link> },
              { term: "Decision", value: <Code text={why.decisionId} /> },
              { term: "Inputs", value: <Code text={why.inputsHash.slice(0, 16)} title={`SHA-256 of all that the decision depends on: ${why.inputsHash}`} /> },
            ]}
          />
        </Stack>
      </Section>
      {why.shortages.length === 0 ? null : <Section title="What is missing" padding="edge"><Table caption="Items without enough stock" columns={SHORTAGE_COLUMNS} rows={why.shortages} /></Section>}
      {why.rejected.length === 0 ? null : <Section title="Next best" padding="edge"><Table caption="The cheapest plans that were not chosen" columns={REJECTED_COLUMNS} rows={why.rejected} /></Section>}
      {why.leftOut.length === 0 ? null : <Section title="Left out" padding="edge"><Table caption="What was left out or limited, and why" columns={LEFT_OUT_COLUMNS} rows={why.leftOut} /></Section>}
    </>
  );
}

const policyWords = ({ policyName, policyVersion }: WhyRouted): string => (policyName === null ? `Version ${policyVersion}` : `${policyName} (version ${policyVersion})`);
