import { useFetcher, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Button, ButtonGroup, Checkbox, FieldGroup, FieldRow, NumberField, Page, Section, Select, Stack, Text, TextField } from "../../ui";
import type { ActAnswer } from "../act-answer";
import { useFocusOnProblem } from "../act-dialog";
import { draftPath } from "./draft-paths";
import { NotSaved } from "./not-saved";
import type { loader, RulePage } from "./rule.server";

export { action, loader } from "./rule.server";
export const meta = () => [{ title: "Rule of the routing policy · Switchyard" }];

const FORM_ID = "policy-rule";

export default function Rule() {
  const { head, page } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<ActAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const refused = answer !== undefined && !answer.ok ? answer : null;
  useFocusOnProblem(FORM_ID, refused);
  const problems = refused?.problems ?? {};
  const back = draftPath(head.id, "rules");
  return (
    <Page title={page.sentence === null ? "Add a rule" : page.name} subtitle={page.sentence ?? `In the draft “${head.name}”.`} back={{ label: "Rules", to: back }}>
      <fetcher.Form method="post" id={FORM_ID} noValidate>
        <input type="hidden" name="version" value={head.version} />
        <Stack gap="loose">
          {refused === null ? null : <NotSaved problem={refused.problem} />}
          <Section>
            <Stack gap="loose">
              <TextField name="name" label="Name" hint="Stands in the explanation of each order that the rule decides. For example: batteries only from Newark." required maxLength={80} defaultValue={page.name} problem={problems["name"]} />
              <Checkbox name="on" label="The rule is on" defaultChecked={page.on} />
            </Stack>
          </Section>
          <EffectFields page={page} problems={problems} />
          <Goods page={page} problems={problems} />
          <Orders page={page} problems={problems} currency={head.currency} />
          <Section>
            <ButtonGroup>
              <Button submit label="Save the rule" emphasis="primary" busy={fetcher.state !== "idle"} />
              <Button label="Cancel" to={back} />
            </ButtonGroup>
          </Section>
        </Stack>
      </fetcher.Form>
    </Page>
  );
}

interface PartProps {
  page: RulePage;
  problems: Record<string, string>;
}

const EFFECTS = [
  { value: "only-from", label: "Ship only from chosen locations" }, { value: "never-from", label: "Never ship from chosen locations" }, { value: "parcels-max", label: "Leave in at most so many parcels" },
  { value: "together", label: "Leave together from one location" }, { value: "units-max", label: "Take at most so many units from chosen locations" },
];

function EffectFields({ page, problems }: PartProps) {
  const [effect, setEffect] = useState(page.effect);
  const places = effect === "only-from" || effect === "never-from" || effect === "units-max";
  return (
    <Section title="What it does">
      <Stack gap="loose">
        <Select name="effect" label="What the rule is about must" options={EFFECTS} defaultValue={page.effect} problem={problems["effect"]} onChange={setEffect} />
        {effect === "parcels-max" ? <NumberField name="parcels" label="Parcels at most" min={1} max={99} defaultValue={page.parcels} hint="1: the order ships complete, or waits." problem={problems["parcels"]} /> : null}
        {effect === "units-max" ? <NumberField name="units" label="Units of an order at most" min={1} defaultValue={page.units} hint="An order that wants more from there goes elsewhere." problem={problems["units"]} /> : null}
        {places ? (
          <FieldGroup label="Locations" problem={problems["locationIds"]}>
            {page.locations.map(({ id, name }) => <Checkbox key={id} name={`location.${id}`} label={name} defaultChecked={page.chosen.includes(id)} />)}
          </FieldGroup>
        ) : null}
      </Stack>
    </Section>
  );
}

const HAZARD = [{ value: "", label: "All goods" }, { value: "yes", label: "Only dangerous goods" }, { value: "no", label: "Only goods that are not dangerous" }];

const Goods = ({ page, problems }: PartProps) => (
  <Section title="For which goods">
    <Stack gap="loose">
      <Text tone="subdued">Empty fields leave nothing out. Where several are filled, all must hold; of what one field lists, any.</Text>
      <FieldRow>
        <TextField name="productTags" label="Product tags" placeholder="battery, fragile" defaultValue={page.text.productTags} problem={problems["productTags"]} />
        <TextField name="productTypes" label="Product types" placeholder="Furniture" defaultValue={page.text.productTypes} problem={problems["productTypes"]} />
      </FieldRow>
      <TextField name="skus" label="SKUs" hint="Single products, by their SKUs, with commas between them." defaultValue={page.text.skus} problem={problems["skus"]} />
      <Select name="hazard" label="Dangerous goods" options={HAZARD} defaultValue={page.hazard} hint="Those whose product has the tag “hazmat” or “dangerous-goods” in your shop." problem={problems["hazard"]} />
    </Stack>
  </Section>
);

const SOURCE_LABELS: [string, string][] = [["online", "Online store"], ["point-of-sale", "Point of sale"], ["draft", "Made by hand"], ["other", "Other channels"]];

const Orders = ({ page, problems, currency }: PartProps & { currency: string }) => (
  <Section title="For which orders">
    <Stack gap="loose">
      <FieldRow>
        <TextField name="countries" label="To countries" placeholder="US, Germany" defaultValue={page.text.countries} problem={problems["countries"]} />
        <TextField name="provinces" label="To states or provinces" placeholder="California, CA-ON" defaultValue={page.text.provinces} problem={problems["provinces"]} />
        <TextField name="postalPrefixes" label="To postal codes that begin with" placeholder="US 941" defaultValue={page.text.postalPrefixes} problem={problems["postalPrefixes"]} />
      </FieldRow>
      <FieldRow>
        <TextField name="valueFrom" label={`Worth at least (${currency})`} defaultValue={page.text.valueFrom} problem={problems["valueFrom"]} />
        <TextField name="valueBelow" label={`Worth less than (${currency})`} defaultValue={page.text.valueBelow} problem={problems["valueBelow"]} />
      </FieldRow>
      <FieldRow>
        <TextField name="orderTags" label="Order tags" placeholder="rush" defaultValue={page.text.orderTags} problem={problems["orderTags"]} />
        <TextField name="customerTags" label="Customer tags" placeholder="vip" defaultValue={page.text.customerTags} problem={problems["customerTags"]} />
      </FieldRow>
      <FieldGroup label="Bought through">
        {SOURCE_LABELS.map(([source, label]) => <Checkbox key={source} name={`source.${source}`} label={label} defaultChecked={page.sources.includes(source)} />)}
      </FieldGroup>
      {page.stores.length === 0 ? null : (
        <FieldGroup label="Of stores">
          {page.stores.map(({ id, name }) => <Checkbox key={id} name={`store.${id}`} label={name} defaultChecked={page.chosenStores.includes(id)} />)}
        </FieldGroup>
      )}
    </Stack>
  </Section>
);
