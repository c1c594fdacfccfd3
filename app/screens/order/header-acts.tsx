import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Banner, Button, ButtonGroup, Checkbox, Menu, Select, Text, TextField } from "../../ui";
import type { ActAnswer } from "../act-answer";
import { ActDialog, type useSaying } from "../act-dialog";
import type { OrderPage } from "./order-page.server";

type Say = ReturnType<typeof useSaying>["say"];

/** What may be done to the order as a whole. */
export function HeaderActs({ page, say }: { page: OrderPage; say: Say }) {
  const [open, setOpen] = useState<"hold" | "cancel" | null>(null);
  const close = () => setOpen(null);
  const run = useAct(say);
  const release = () => run({ act: "release" }, page.held === null ? undefined : { act: "hold", reason: page.held.reason });
  const more = [
    ...(page.canReRoute ? [{ label: "Re-route", onSelect: () => run({ act: "re-route" }) }] : []),
    ...(page.canCancel ? [{ label: "Cancel order", destructive: true, onSelect: () => setOpen("cancel") }] : []),
  ];
  return (
    <>
      <ButtonGroup>
        {page.held === null
          ? <Button label="Hold" disabled={!page.canHold} onPress={() => setOpen("hold")} />
          : <Button label="Release" emphasis="primary" disabled={!page.canRelease} onPress={release} />}
        {more.length === 0 ? null : <Menu label="More" items={more} />}
      </ButtonGroup>
      <ActDialog
        open={open === "hold"} title={`Hold order ${page.name}`} label="Hold order" hidden={{ act: "hold" }} onClose={close}
        onDone={(message) => say(message, "neutral", { label: "Undo", onAction: () => run({ act: "release" }) })}
      >
        {(problems) => (
          <TextField name="reason" label="Reason" hint="Shown here and in your shop. It ships again when somebody releases it." required maxLength={200} problem={problems["reason"]} />
        )}
      </ActDialog>
      <ActDialog open={open === "cancel"} title={`Cancel order ${page.name}`} label="Cancel order" destructive hidden={{ act: "cancel" }} onClose={close} onDone={say}>
        {(problems) => <CancelFields page={page} problems={problems} />}
      </ActDialog>
    </>
  );
}

/** Posts an act that asks nothing, tells its answer, and offers to take it back where that is possible. */
function useAct(say: Say): (fields: Record<string, string>, undo?: Record<string, string>) => void {
  const fetcher = useFetcher<ActAnswer>();
  const [undo, setUndo] = useState<Record<string, string>>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const post = (fields: Record<string, string>, back?: Record<string, string>) => {
    setUndo(back);
    fetcher.submit(fields, { method: "post" });
  };
  useEffect(() => {
    if (answer === undefined) return;
    if (answer.ok) say(answer.message, "neutral", undo && { label: "Undo", onAction: () => post(undo) });
    else say(answer.problem ?? Object.values(answer.problems)[0] ?? "That did not work.", "critical");
  }, [answer]);
  return post;
}

const CANCEL_REASONS = [
  { value: "customer", label: "The customer changed their mind" }, { value: "inventory", label: "Not in stock" }, { value: "fraud", label: "Fraud" },
  { value: "declined", label: "Payment declined" }, { value: "staff", label: "Mistake of ours" }, { value: "other", label: "Another reason" },
];

function CancelFields({ page, problems }: { page: OrderPage; problems: Record<string, string> }) {
  return (
    <>
      <Banner tone="attention">A cancelled order cannot be opened again. What is being packed is stopped only if the people there hear of it.</Banner>
      <Select name="reason" label="Why" options={CANCEL_REASONS} problem={problems["reason"]} />
      <Checkbox name="restock" label="Put its goods back in stock" defaultChecked />
      <Checkbox name="refund" label={`Refund what was paid (${page.total})`} hint="To the way it was paid." defaultChecked={page.paid} />
      <Checkbox name="notifyCustomer" label="E-mail the customer" defaultChecked={page.notifyCustomers} />
      <TextField name="note" label="Note" hint="For your staff; kept in your shop and in the timeline." maxLength={200} problem={problems["note"]} />
      <Text tone="subdued">Your shop carries it out, and says so here when it has.</Text>
    </>
  );
}
