import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { SavedViews, TextField } from "../../ui";
import { ActDialog, type useSaying } from "../act-dialog";
import { listQuery } from "../list-address";
import { BASE } from "./orders-filters";
import type { OrdersPage } from "./orders-page.server";
import type { OrdersAnswer } from "./orders.server";

/** The lists that people have named. A view that was removed can be saved again at once. */
export function OrderViews({ page, say }: { page: OrdersPage; say: ReturnType<typeof useSaying>["say"] }) {
  const [saving, setSaving] = useState(false);
  const removal = useFetcher<OrdersAnswer>();
  const undo = useFetcher<OrdersAnswer>();
  const [removed, setRemoved] = useState<OrdersPage["views"][number] | null>(null);
  const answer = removal.state === "idle" ? removal.data : undefined;
  useEffect(() => {
    if (answer === undefined || removed === null) return;
    if (!answer.ok) return say(answer.problem ?? "That did not work.", "critical");
    say(answer.message, "neutral", { label: "Undo", onAction: () => undo.submit({ act: "save-view", name: removed.title, query: removed.query }, { method: "post" }) });
  }, [answer]);
  const remove = (id: string) => {
    setRemoved(page.views.find((view) => view.id === id) ?? null);
    removal.submit({ act: "remove-view", viewId: id }, { method: "post" });
  };
  return (
    <>
      <SavedViews
        label="Saved views"
        views={page.views.map(({ id, title, query }) => ({ id, title, to: query === "" ? BASE : `${BASE}?${query}` }))}
        active={page.activeView}
        onSave={page.saveable ? () => setSaving(true) : undefined}
        onRemove={remove}
      />
      <ActDialog open={saving} title="Save this view" label="Save" hidden={{ act: "save-view", query: listQuery(page.address.chosen) }} onClose={() => setSaving(false)} onDone={say}>
        {(problems) => <TextField name="name" label="Name" hint="It keeps the tab, the filters, the search and the order of the list." required maxLength={60} problem={problems["name"]} />}
      </ActDialog>
    </>
  );
}
