import { useLoaderData } from "@remix-run/react";
import type { Say } from "../act-dialog";
import { DraftFrame } from "./draft-frame";
import type { DraftHead, SectionModel } from "./draft-page.server";
import type { loader } from "./draft.server";
import { PostalPlaces } from "./postal-places";
import { RatesFile } from "./rates-file";
import { RuleList } from "./rule-list";
import { SectionForm } from "./section-form";

export { action, loader } from "./draft.server";
export const meta = () => [{ title: "Draft of the routing policy · Switchyard" }];

export default function Draft() {
  const { head, model } = useLoaderData<typeof loader>();
  return <DraftFrame head={head} active={model.section}>{(say) => <Part key={`${head.id} ${model.section}`} head={head} model={model} say={say} />}</DraftFrame>;
}

function Part({ head, model, say }: { head: DraftHead; model: SectionModel; say: Say }) {
  if (model.section === "rules") return <RuleList head={head} rules={model.rules} say={say} />;
  return (
    <>
      <SectionForm head={head} model={model} onSaved={say} />
      {model.places === null ? null : <PostalPlaces head={head} places={model.places} say={say} />}
      {model.rates === null ? null : <RatesFile head={head} say={say} />}
    </>
  );
}
