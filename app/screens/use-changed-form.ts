import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { ActAnswer } from "./act-answer";

/**
 * A form that is saved by the save bar: whether it has changes, what was answered, and a key that sets its fields back. The form
 * itself is `fetcher.Form` with `onInput` and `onChange` calling `touch`; fields that post through hidden inputs call it themselves.
 */
export function useChangedForm(onSaved: (message: string) => void) {
  const fetcher = useFetcher<ActAnswer>();
  const [changed, setChanged] = useState(false);
  const [round, setRound] = useState(0);
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const [refused, setRefused] = useState<Extract<ActAnswer, { ok: false }> | null>(null);
  useEffect(() => {
    if (answer === undefined) return;
    setRefused(answer.ok ? null : answer);
    if (!answer.ok) return;
    setChanged(false);
    setRound((count) => count + 1);
    onSaved(answer.message);
  }, [answer]);
  const discard = () => {
    setChanged(false);
    setRefused(null);
    setRound((count) => count + 1);
  };
  return { fetcher, changed, busy: fetcher.state !== "idle", refused, round, touch: () => setChanged(true), discard };
}
