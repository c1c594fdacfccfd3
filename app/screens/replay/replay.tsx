import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { Badge, Banner, Button, DateRange, EmptyState, FieldGroup, Link, Page, Section, Select, Stack, Table, Text, Time, type Column } from "../../ui";
import { progressWords } from "../run-words";
import { useRefresh } from "../use-refresh";
import type { ReplayForm, ReplayListRow } from "./replay-page.server";
import type { action, loader } from "./replay.server";

export { action, loader } from "./replay.server";
export const meta = () => [{ title: "Replay · Switchyard" }];

const PERIODS = [{ value: "7", label: "The last 7 days" }, { value: "30", label: "The last 30 days" }, { value: "90", label: "The last 90 days" }, { value: "own", label: "Other days" }];

const COLUMNS: Column<ReplayListRow>[] = [
  { key: "names", title: "Replay", cell: (row) => <Stack gap="tight"><Link to={`/replay/${encodeURIComponent(row.id)}`}>{row.names}</Link><Text as="span" size="small" tone="subdued">{row.period}</Text></Stack> },
  { key: "state", title: "State", cell: (row) => <Badge {...row.state} /> },
  { key: "far", title: "Orders", align: "end", cell: (row) => (row.status === "done" ? row.done.toLocaleString("en-US") : progressWords(row)) },
  { key: "began", title: "Begun", cell: (row) => <Time at={row.startedAt} /> },
];

export default function Replay() {
  const { page } = useLoaderData<typeof loader>();
  useRefresh(page.runs.some((row) => row.status === "running"));
  return (
    <Page title="Replay" back={{ label: "Routing", to: "/policy" }} subtitle="What another policy would have done with your past orders. Nothing is changed by it: no order, no stock.">
      <Section title="Try a policy on past orders">
        {page.orders === 0 ? (
          <EmptyState title="No past orders yet" action={{ label: "See all orders", to: "/orders" }}>
            A replay needs orders of at least some days. Each order that comes in from now on can be replayed with the stock that you had then.
          </EmptyState>
        ) : <Ask form={page.form} installedOn={page.installedOn} />}
      </Section>
      {page.runs.length === 0 ? null : (
        <Section title="Past replays" padding="edge"><Table caption="Replays, newest first" columns={COLUMNS} rows={page.runs} /></Section>
      )}
    </Page>
  );
}

function Ask({ form, installedOn }: { form: ReplayForm; installedOn: string }) {
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const [period, setPeriod] = useState("30");
  const refused = answer !== undefined && !answer.ok ? answer : null;
  const problemOf = (field: string): string | null => refused?.problems[field] ?? null;
  return (
    <Form method="post" noValidate>
      <Stack gap="loose">
        {refused?.problem ? <Banner tone="critical">{refused.problem}</Banner> : null}
        <FieldGroup label="What to replay">
          <Select label="Policy to try" name="draft" options={form.policies} defaultValue={form.draft} problem={problemOf("draft")} />
          <Select label="Compared with" name="base" options={form.policies} defaultValue={form.base} problem={problemOf("base")} />
          <Select label="Period" name="period" options={PERIODS} defaultValue={period} onChange={setPeriod} problem={period === "own" ? null : problemOf("period")} />
          <Select
            label="Count costs at the prices of" name="pricedBy" defaultValue="base"
            options={[{ value: "base", label: "The policy that it is compared with" }, { value: "draft", label: "The policy to try" }]}
          />
        </FieldGroup>
        {period === "own" ? <DateRange label="Days" fromName="from" untilName="until" from={form.from} until={form.until} problem={problemOf("period")} /> : null}
        <Text tone="subdued">{`Both policies are paid by the same prices, whatever each reckons with. Stock is known since ${installedOn}, when Switchyard was installed. Orders of before are replayed too, on stock that is estimated, and marked so.`}</Text>
        <div><Button submit label="Start the replay" emphasis="primary" busy={busy} /></div>
      </Stack>
    </Form>
  );
}
