import { useFetcher } from "@remix-run/react";
import { useEffect, useId, useState } from "react";
import { Banner, BulkBar, Dialog, Stack, Text, TextField } from "../../ui";
import { useFocusOnProblem } from "../act-dialog";
import { listQuery } from "../list-address";
import { BULK_KINDS, BULK_WORDS, type BulkKind } from "./bulk-words";
import type { OrdersPage } from "./orders-page.server";
import type { OrdersAnswer } from "./orders.server";

export interface BulkSelection {
  ids: ReadonlySet<string>;
  all: boolean;
  clear(): void;
  chooseAll(): void;
}

interface BulkActsProps {
  page: OrdersPage;
  selection: BulkSelection;
  /** Shows the run that was begun. */
  onBegun(runId: string): void;
}

/** What can be done to the selected orders; each act is asked for once more, with what it means. */
export function BulkActs({ page, selection, onBegun }: BulkActsProps) {
  const [asked, setAsked] = useState<BulkKind | null>(null);
  const [times, setTimes] = useState(0);
  const ask = (kind: BulkKind) => {
    setTimes((count) => count + 1);
    setAsked(kind);
  };
  return (
    <>
      <BulkBar
        count={selection.ids.size}
        matching={page.matching?.value ?? null}
        matchingMore={page.matching?.more}
        allMatching={selection.all}
        onAllMatching={selection.chooseAll}
        onClear={selection.clear}
        actions={BULK_KINDS.map((kind) => ({ label: BULK_WORDS[kind].label, onSelect: () => ask(kind) }))}
      />
      <BulkDialog key={times} kind={asked} page={page} selection={selection} onClose={() => setAsked(null)} onBegun={(runId) => { setAsked(null); selection.clear(); onBegun(runId); }} />
    </>
  );
}

function BulkDialog({ kind, page, selection, onClose, onBegun }: BulkActsProps & { kind: BulkKind | null; onClose(): void }) {
  const fetcher = useFetcher<OrdersAnswer>();
  const formId = `bulk${useId().replace(/\W/g, "")}`;
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok) onBegun(answer.runId ?? "");
  }, [answer]);
  const words = kind === null ? null : BULK_WORDS[kind];
  const problems = answer !== undefined && !answer.ok ? answer : null;
  useFocusOnProblem(formId, problems);
  return (
    <Dialog open={words !== null} title={`${words?.label ?? ""} ${countWords(page, selection)}`} onClose={onClose} primary={{ label: words?.label ?? "", formId, busy: fetcher.state !== "idle" }}>
      <fetcher.Form method="post" id={formId} noValidate>
        <input type="hidden" name="act" value="bulk" />
        <input type="hidden" name="bulk" value={kind ?? ""} />
        <input type="hidden" name="all" value={selection.all ? "yes" : "no"} />
        <input type="hidden" name="query" value={listQuery(page.address.chosen)} />
        <input type="hidden" name="orderIds" value={selection.all ? "" : [...selection.ids].join(" ")} />
        <Stack gap="loose">
          {problems?.problem ? <Banner tone="critical">{problems.problem}</Banner> : null}
          <Text>{words?.consequence ?? ""}</Text>
          {words?.asks ? <TextField name={words.asks.field} label={words.asks.label} hint={words.asks.hint} required maxLength={200} problem={problems?.problems[words.asks.field]} /> : null}
        </Stack>
      </fetcher.Form>
    </Dialog>
  );
}

function countWords({ matching }: OrdersPage, { ids, all }: BulkSelection): string {
  if (all && matching !== null) return `all ${matching.value.toLocaleString("en-US")}${matching.more ? "+" : ""} orders that match`;
  return ids.size === 1 ? "one order" : `${ids.size} orders`;
}
