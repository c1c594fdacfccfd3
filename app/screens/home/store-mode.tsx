import { useState } from "react";
import type { StoreStatus } from "../../domain/records";
import { Banner, Button, ButtonGroup, Section, Stack, Text, type Tone } from "../../ui";
import { ActDialog } from "../act-dialog";
import { observedWords } from "./savings";
import type { Savings } from "./savings.server";

export const STORE_STATES: Record<StoreStatus, { label: string; tone: Tone }> = {
  observe: { label: "Observing", tone: "info" },
  live: { label: "Live", tone: "positive" },
  paused: { label: "Paused", tone: "attention" },
  leaving: { label: "Leaving", tone: "attention" },
  uninstalled: { label: "Uninstalled", tone: "critical" },
};

type Change = "live" | "observe" | "paused";

const CHANGES: Record<Change, { label: string; title: string; text: string[] }> = {
  live: {
    label: "Go live",
    title: "Take this shop live?",
    text: [
      "From now on Switchyard writes to your shop: it moves new orders to the location that costs least, holds what has no stock, and sends the shipments that you make here.",
      "Orders placed before now stay as they are until you take them over one by one.",
    ],
  },
  observe: {
    label: "Go back to observing",
    title: "Stop writing and only observe?",
    text: ["Switchyard goes on reading and deciding, and writes nothing more. What it has already written stays in your shop."],
  },
  paused: {
    label: "Pause",
    title: "Pause writing to your shop?",
    text: ["Orders still come in and are decided on. What should be written waits until you go live again."],
  },
};

export const STORE_EXPLANATIONS: Record<StoreStatus, string> = {
  observe: "Switchyard reads your orders and stock and shows where it would ship from and why. It writes nothing to your shop until you take it live.",
  live: "New orders are routed and written to your shop as they come in.",
  paused: "Orders still come in and are decided on, but nothing is written to your shop. What should be written waits until you go live again.",
  leaving: "Switchyard is releasing its holds and reservations in your shop.",
  uninstalled: "The app has been removed from your shop. Install it again to go on.",
};

const OFFERED: Record<StoreStatus, Change[]> = { observe: ["live"], live: ["paused", "observe"], paused: ["live", "observe"], leaving: [], uninstalled: [] };

interface StoreModeProps {
  status: StoreStatus;
  onDone(message: string): void;
}

/** How a store that is not live runs, what that means, what it has shown so far, and the way out. A live one needs no more than its badge. */
export function StoreMode({ status, savings, onDone }: StoreModeProps & { savings: Savings }) {
  const shown = status === "observe" ? observedWords(savings) : [];
  return (
    <Section title={status === "observe" ? "Nothing is written to your shop yet" : STORE_STATES[status].label} actions={<StoreModeButtons status={status} onDone={onDone} />}>
      <Stack>
        {OFFERED[status].length === 0 ? <Banner tone="attention">{STORE_EXPLANATIONS[status]}</Banner> : <Text>{STORE_EXPLANATIONS[status]}</Text>}
        {shown.map((sentence) => <Text key={sentence} as="strong">{sentence}</Text>)}
      </Stack>
    </Section>
  );
}

export function StoreModeButtons({ status, onDone }: StoreModeProps) {
  const [asked, setAsked] = useState<Change>(OFFERED[status][0] ?? "live");
  const [open, setOpen] = useState(false);
  const { title, label, text } = CHANGES[asked];
  const ask = (change: Change) => {
    setAsked(change);
    setOpen(true);
  };
  return (
    <>
      <ButtonGroup>
        {OFFERED[status].map((offer) => <Button key={offer} label={CHANGES[offer].label} emphasis={offer === "live" ? "primary" : "secondary"} onPress={() => ask(offer)} />)}
      </ButtonGroup>
      <ActDialog open={open} title={title} label={label} hidden={{ status: asked }} onClose={() => setOpen(false)} onDone={onDone}>
        {() => <Stack>{text.map((line) => <Text key={line}>{line}</Text>)}</Stack>}
      </ActDialog>
    </>
  );
}
