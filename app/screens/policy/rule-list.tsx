import { useState } from "react";
import { Badge, Button, ButtonGroup, EmptyState, Section, Stack, Table, Text, type Column } from "../../ui";
import { ActButton, ActDialog, type Say } from "../act-dialog";
import type { DraftHead, SectionModel } from "./draft-page.server";
import { draftPath } from "./draft-paths";

type Rule = SectionModel["rules"][number];

/** The rules of a draft: each in a sentence, switched on or off, changed or deleted. */
export function RuleList({ head, rules, say }: { head: DraftHead; rules: Rule[]; say: Say }) {
  const [deleting, setDeleting] = useState<Rule | null>(null);
  const version = `${head.version}`;
  const columns: Column<Rule>[] = [
    { key: "name", title: "Rule", cell: (rule) => rule.name },
    { key: "sentence", title: "What it says", cell: (rule) => rule.sentence },
    { key: "state", title: "State", cell: (rule) => (rule.on ? <Badge tone="positive" label="On" /> : <Badge tone="neutral" label="Off" />) },
    {
      key: "acts", title: "", cell: (rule) => (
        <ButtonGroup>
          <Button label="Edit" accessibleLabel={`Edit ${rule.name}`} to={draftPath(head.id, `rules/${rule.id}`)} />
          <ActButton label={rule.on ? "Switch off" : "Switch on"} accessibleLabel={`${rule.on ? "Switch off" : "Switch on"} ${rule.name}`} hidden={{ act: "switch-rule", ruleId: rule.id, version }} onDone={say} />
          <Button label="Delete" accessibleLabel={`Delete ${rule.name}`} emphasis="plain" destructive onPress={() => setDeleting(rule)} />
        </ButtonGroup>
      ),
    },
  ];
  const add = <Button label="Add a rule" emphasis="primary" to={draftPath(head.id, "rules/new")} />;
  return (
    <>
      <Section title="Rules" actions={add} padding={rules.length === 0 ? "normal" : "edge"}>
        {rules.length === 0 ? <EmptyState title="No rules">Every location may ship everything. A rule says what may ship from where, which orders stay together, and how many parcels there may be.</EmptyState> : <Table caption="Rules of the draft" columns={columns} rows={rules} />}
      </Section>
      <Section><Stack><Text tone="subdued">All rules hold at once, in no order: each takes away what may not be. Where two leave nothing for an order, the review before publishing says so, with an example.</Text></Stack></Section>
      <ActDialog open={deleting !== null} title={`Delete “${deleting?.name ?? ""}”?`} label="Delete" destructive hidden={{ act: "delete-rule", ruleId: deleting?.id ?? "", version }} onClose={() => setDeleting(null)} onDone={say}>
        {() => <Text>{deleting?.sentence ?? ""}</Text>}
      </ActDialog>
    </>
  );
}
