import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useId, useState, type ReactNode } from "react";
import { Banner, Button, Dialog, Stack, type ToastProps } from "../ui";
import type { ActAnswer } from "./act-answer";

type Message = NonNullable<ToastProps["message"]>;

export type Say = (text: string, tone?: Message["tone"], action?: Message["action"]) => void;

/** The words that the last act is confirmed in. */
export function useSaying(): { message: Message | null; say(text: string, tone?: Message["tone"], action?: Message["action"]): void } {
  const [message, setMessage] = useState<Message | null>(null);
  const say = useCallback((text: string, tone: Message["tone"] = "neutral", action?: Message["action"]) => {
    setMessage((last) => ({ id: `${Number(last?.id ?? 0) + 1}`, text, tone, ...(action && { action }) }));
  }, []);
  return { message, say };
}

interface ActDialogProps {
  open: boolean;
  title: string;
  label: string;
  destructive?: boolean;
  /** Posted as they are; `act` names the verb. */
  hidden: Record<string, string>;
  onClose(): void;
  onDone(message: string): void;
  children(problems: Record<string, string>): ReactNode;
}

/** A dialog whose form is one act: it stays open with the problems at their fields, and closes when the act is done. */
export function ActDialog({ open, title, label, destructive, hidden, onClose, onDone, children }: ActDialogProps) {
  // Each opening has a form of its own. Told apart while drawing: made anew a moment later, it would lose what was typed by then.
  const [opening, setOpening] = useState({ open, count: 0 });
  if (opening.open !== open) setOpening({ open, count: opening.count + (open ? 1 : 0) });
  const formId = `act${useId().replace(/\W/g, "")}`;
  const [busy, setBusy] = useState(false);
  return (
    <Dialog open={open} title={title} onClose={onClose} primary={{ label, formId, destructive, busy }}>
      <ActForm key={opening.count} formId={formId} hidden={hidden} onBusy={setBusy} onDone={(message) => { onClose(); onDone(message); }}>{children}</ActForm>
    </Dialog>
  );
}

interface ActFormProps {
  formId: string;
  hidden: Record<string, string>;
  onBusy(busy: boolean): void;
  onDone(message: string): void;
  children(problems: Record<string, string>): ReactNode;
}

function ActForm({ formId, hidden, onBusy, onDone, children }: ActFormProps) {
  const fetcher = useFetcher<ActAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const busy = fetcher.state !== "idle";
  useEffect(() => onBusy(busy), [busy]);
  useEffect(() => {
    if (answer?.ok) onDone(answer.message);
  }, [answer]);
  const refused = answer !== undefined && !answer.ok ? answer : null;
  useFocusOnProblem(formId, refused);
  return (
    <fetcher.Form method="post" id={formId} noValidate>
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Stack gap="loose">
        {refused?.problem ? <Banner tone="critical">{refused.problem}</Banner> : null}
        {children(refused?.problems ?? {})}
      </Stack>
    </fetcher.Form>
  );
}

/** After a refusal the keyboard stands at the first field that has to change. */
export function useFocusOnProblem(formId: string, refused: ActAnswer | null): void {
  useEffect(() => {
    if (refused === null) return;
    document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [formId, refused]);
}

interface ActButtonProps {
  label: string;
  accessibleLabel?: string;
  emphasis?: "primary" | "secondary" | "plain";
  disabled?: boolean;
  hidden: Record<string, string>;
  onDone(message: string, tone: Message["tone"]): void;
}

/** An act that asks nothing: one press, and the words of its answer. */
export function ActButton({ label, accessibleLabel, emphasis, disabled, hidden, onDone }: ActButtonProps) {
  const fetcher = useFetcher<ActAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  useEffect(() => {
    if (answer === undefined) return;
    if (answer.ok) onDone(answer.message, "neutral");
    else onDone(answer.problem ?? Object.values(answer.problems)[0] ?? "That did not work.", "critical");
  }, [answer]);
  return (
    <fetcher.Form method="post">
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button submit label={label} accessibleLabel={accessibleLabel} emphasis={emphasis} disabled={disabled} busy={fetcher.state !== "idle"} />
    </fetcher.Form>
  );
}
