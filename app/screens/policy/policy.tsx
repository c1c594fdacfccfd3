import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Badge, Button, ButtonGroup, EmptyState, Link, Page, Pagination, Section, Select, Stack, Table, Text, TextField, Time, Toast, type Column } from "../../ui";
import { ActDialog, useSaying } from "../act-dialog";
import { changesInShort } from "./changes";
import type { DraftRow, PolicyPage, VersionRow } from "./policy-page.server";
import type { loader } from "./policy.server";

export { action, loader } from "./policy.server";
export const meta = () => [{ title: "Routing · Switchyard" }];

const versionPath = (version: number): string => `/policy/versions/${version}`;
const draftPath = (id: string): string => `/policy/drafts/${encodeURIComponent(id)}`;

export default function Policy() {
  const { page } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const [beginning, setBeginning] = useState(false);
  const [discarding, setDiscarding] = useState<DraftRow | null>(null);
  return (
    <Page title="Routing" subtitle="What decides where each order ships from." actions={page.present === null ? null : <Button label="New draft" emphasis="primary" onPress={() => setBeginning(true)} />}>
      {page.present === null ? <Section><EmptyState title="No policy yet">It comes with the first reading of your shop, within a minute of the installation.</EmptyState></Section> : <InUse present={page.present} />}
      <Section title="Drafts" padding={page.drafts.length === 0 ? "normal" : "edge"}>
        {page.drafts.length === 0 ? <Text tone="subdued">None. A draft decides nothing until it is published: change what you like, try it on past orders, and read what would change first.</Text> : <Drafts rows={page.drafts} onDiscard={setDiscarding} />}
      </Section>
      {page.versions.length === 0 ? null : <Section title="Versions" padding="edge"><Versions page={page} /></Section>}
      <BeginDialog open={beginning} page={page} onClose={() => setBeginning(false)} onDone={say} />
      <ActDialog
        open={discarding !== null} title={`Discard “${discarding?.name ?? ""}”?`} label="Discard" destructive
        hidden={{ act: "discard", draftId: discarding?.id ?? "", version: `${discarding?.version ?? 0}` }} onClose={() => setDiscarding(null)} onDone={say}
      >
        {() => <Text>The draft and all that was changed in it is gone for good. The policy in use stays as it is.</Text>}
      </ActDialog>
      <Toast message={message} />
    </Page>
  );
}

const InUse = ({ present }: { present: VersionRow }) => (
  <Section title={`In use: “${present.name}”`} actions={<Button label="Read it" accessibleLabel={`Read version ${present.version}`} to={versionPath(present.version)} />}>
    <Stack>
      <Text>{`Version ${present.version}, published by ${present.who}, `}<Time at={present.at} />{present.basedOn === null ? "" : `, as version ${present.basedOn} had it`}{". New orders are routed by it; orders that are routed already keep their place."}</Text>
      {present.note === null ? null : <Text tone="subdued">{`“${present.note}”`}</Text>}
    </Stack>
  </Section>
);

const Drafts = ({ rows, onDiscard }: { rows: DraftRow[]; onDiscard(row: DraftRow): void }) => {
  const columns: Column<DraftRow>[] = [
    { key: "name", title: "Draft", cell: (row) => <Link to={draftPath(row.id)}>{row.name}</Link> },
    { key: "changes", title: "Would change", cell: (row) => (row.changes === 0 ? "Nothing yet" : row.changes === 1 ? "1 thing" : `${row.changes} things`) },
    { key: "who", title: "Last saved", cell: (row) => <>{`${row.who}, `}<Time at={row.at} /></> },
    { key: "behind", title: "State", cell: (row) => (row.behind === 0 ? <Badge tone="info" label="Up to date" /> : <Badge tone="attention" label={row.behind === 1 ? "1 version was published since" : `${row.behind} versions were published since`} />) },
    {
      key: "acts", title: "", cell: (row) => (
        <ButtonGroup>
          <Button label="Edit" accessibleLabel={`Edit ${row.name}`} to={draftPath(row.id)} />
          <Button label="Discard" accessibleLabel={`Discard ${row.name}`} emphasis="plain" destructive onPress={() => onDiscard(row)} />
        </ButtonGroup>
      ),
    },
  ];
  return <Table caption="Drafts of the routing policy, last saved first" columns={columns} rows={rows} />;
};

type Row = VersionRow & { id: string };

const Versions = ({ page }: { page: PolicyPage }) => {
  const columns: Column<Row>[] = [
    { key: "name", title: "Version", cell: (row) => <Stack direction="across" gap="tight"><span>{`${row.version}: ${row.name}`}</span>{row.version === page.present?.version ? <Badge tone="positive" label="In use" /> : null}</Stack> },
    { key: "who", title: "Published", cell: (row) => <>{`${row.who}, `}<Time at={row.at} /></> },
    { key: "note", title: "Why", cell: (row) => row.note ?? (row.basedOn === null ? "–" : `As version ${row.basedOn} had it`) },
    { key: "changes", title: "What changed", cell: (row) => (row.changes === null ? "The first" : changesInShort(row.changes)) },
  ];
  return (
    <>
      <Table caption="Versions of the routing policy, newest first" columns={columns} rows={page.versions.map((row) => ({ ...row, id: `${row.version}` }))} rowTo={(row) => versionPath(row.version)} />
      {page.olderBefore === null ? null : <Pagination label="Pages of versions" previousTo={null} nextTo={`/policy?before=${page.olderBefore}`} range={`${page.versions.length} versions, down to ${page.olderBefore}`} />}
    </>
  );
};

const BeginDialog = ({ open, page, onClose, onDone }: { open: boolean; page: PolicyPage; onClose(): void; onDone(message: string): void }) => (
  <ActDialog open={open} title="New draft" label="Begin" hidden={{ act: "begin" }} onClose={onClose} onDone={onDone}>
    {(problems) => (
      <Stack gap="loose">
        <TextField name="name" label="Name" hint="What it is for: becomes the name of the version. For example: cheaper boxes." required maxLength={80} problem={problems["name"]} />
        <Select
          name="preset" label="Begins as" problem={problems["preset"]} hint="A preset brings its own costs and rates; rules, promises and all else stay as they are in use."
          options={[{ value: "", label: `The policy in use${page.present === null ? "" : `: ${page.present.name}`}` }, ...page.presets.map(({ id, title }) => ({ value: id, label: `The preset “${title}”` }))]}
        />
      </Stack>
    )}
  </ActDialog>
);
