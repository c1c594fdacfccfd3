import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Badge, Banner, BulkBar, Progress, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import type { ActAnswer } from "../act-answer";
import { STORE_EXPLANATIONS, StoreModeButtons } from "../home/store-mode";
import type { OpenOrderRow, SetupPage } from "./setup-page.server";
import type { Say } from "../act-dialog";

const COLUMNS: Column<OpenOrderRow>[] = [
  { key: "order", title: "Order", cell: (row) => row.name },
  { key: "placed", title: "Placed", cell: (row) => <Time at={row.placedAt} /> },
  { key: "state", title: "State", cell: (row) => <Badge {...row.state} /> },
  { key: "total", title: "Total", align: "end", cell: (row) => row.total },
];

export function GoLiveStep({ page, say }: { page: SetupPage; say: Say }) {
  return (
    <>
      <Section title={page.status === "live" ? "Switchyard is live" : "New orders"} actions={<StoreModeButtons status={page.status} onDone={say} />}>
        <Text>{STORE_EXPLANATIONS[page.status]}</Text>
        {page.status === "live" ? null : <Text tone="subdued">Going live concerns new orders only. Open ones from before stay as they are, unless you choose some of them below.</Text>}
      </Section>
      <Section title="Open orders from before" padding="edge"><TakeOver page={page} say={say} /></Section>
    </>
  );
}

function TakeOver({ page, say }: { page: SetupPage; say: Say }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const fetcher = useFetcher<ActAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok !== true) return;
    setSelected(new Set());
    say(answer.message);
  }, [answer]);
  const known = new Set([...selected].filter((id) => page.open.some((order) => order.id === id)));
  const takeOver = () => {
    const form = new FormData();
    form.set("act", "take-over");
    for (const id of known) form.append("orderId", id);
    fetcher.submit(form, { method: "post" });
  };
  if (page.open.length === 0) return <Stack><Running page={page} /><Note>There are none: every open order is Switchyard's already.</Note></Stack>;
  return (
    <Stack>
      <Running page={page} />
      {answer !== undefined && !answer.ok ? <Banner tone="critical">{answer.problem ?? "That did not work."}</Banner> : null}
      {page.status === "live" ? null : <Note>Choose them once Switchyard is live: until then nothing can be written for them.</Note>}
      {known.size === 0 ? null : (
        <BulkBar
          count={known.size} matching={null} allMatching={false} onAllMatching={() => undefined} onClear={() => setSelected(new Set())}
          actions={[{ label: "Take over", disabled: page.status !== "live" || fetcher.state !== "idle", onSelect: takeOver }]}
        />
      )}
      <Table
        caption="Open orders that were placed before Switchyard was live" columns={COLUMNS} rows={page.open} rowTo={(row) => `/orders/${encodeURIComponent(row.id)}`}
        selection={{ selected: known, onChange: setSelected, labelOf: (row) => row.name }}
      />
    </Stack>
  );
}

const Note = ({ children }: { children: string }) => <Banner tone="info">{children}</Banner>;

const Running = ({ page: { takeOver } }: { page: SetupPage }) => (takeOver?.status === "running" && takeOver.total !== null ? <Progress label="Orders taken over" done={takeOver.done} total={takeOver.total} /> : null);
