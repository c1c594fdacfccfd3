import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { useEffect, useRef, type ReactNode } from "react";
import type { FiltersProps } from "../contract";

const PAUSE_IN_TYPING_MS = 350;

/** A GET form around a kit's search field that submits on Enter and after a pause in typing. */
export function SearchForm({ search, children }: { search: FiltersProps["search"]; children: ReactNode }) {
  const submit = useSubmit();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const searching = useNavigation().location?.search.includes(`${search.name}=`) ?? false;
  useEffect(() => () => clearTimeout(timer.current), []);
  const submitSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => submit(form.current, { replace: true, preventScrollReset: true }), PAUSE_IN_TYPING_MS);
  };
  return (
    <Form ref={form} role="search" method="get" className="sy-search" preventScrollReset onInput={submitSoon} onSubmit={() => clearTimeout(timer.current)} aria-busy={searching}>
      {Object.entries(search.keep).flatMap(([name, values]) => [values].flat().map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />))}
      {children}
    </Form>
  );
}
