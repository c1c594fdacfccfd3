import { Button, ButtonGroup, Checkbox, FieldGroup, FieldRow, List, NumberField, SaveBar, Section, Select, Stack, Text, TextField } from "../../ui";
import { useChangedForm } from "../use-changed-form";
import type { DraftHead, FormField, SectionModel } from "./draft-page.server";
import { NotSaved } from "./not-saved";
import { RateTable } from "./rate-table";
import { INTRODUCTIONS, SOURCES } from "./section-words";

const FORM_ID = "policy-section";

/** The settings of one part, each with what it does in a sentence; saved by the save bar, whole or not at all. */
export function SectionForm({ head, model, onSaved }: { head: DraftHead; model: SectionModel; onSaved(message: string): void }) {
  const { fetcher, changed, busy, refused, round, touch, discard } = useChangedForm(onSaved);
  const problems = refused?.problems ?? {};
  return (
    <fetcher.Form method="post" id={FORM_ID} noValidate onInput={touch} onChange={touch}>
      <input type="hidden" name="act" value="save" />
      <input type="hidden" name="version" value={head.version} />
      <Stack gap="loose" key={`${round} ${head.version}`}>
        {refused === null ? null : <NotSaved problem={refused.problem} />}
        <Section>
          <Stack gap="loose">
            <Text>{INTRODUCTIONS[model.section]}</Text>
            {model.fields.map((field) => <Field key={field.name} field={field} problem={problems[field.name]} onTouch={touch} />)}
            {SOURCES[model.section] === undefined ? null : <Text tone="subdued" size="small">{SOURCES[model.section]}</Text>}
          </Stack>
        </Section>
        {model.rates === null ? null : <RateTable table={model.rates} problems={problems} />}
        {model.transit.length === 0 ? null : <Transit fields={model.transit} problems={problems} />}
        {model.byLocation === null ? null : <ByLocation table={model.byLocation} problems={problems} onTouch={touch} />}
        {model.section === "promise" ? <Calendars locations={model.locations} /> : null}
      </Stack>
      <SaveBar formId={FORM_ID} open={changed} busy={busy} onDiscard={discard} />
    </fetcher.Form>
  );
}

const THEN = [{ value: "notify", label: "Tell me on Home" }, { value: "cancel", label: "Cancel the order in the shop" }];

interface FieldProps {
  field: FormField;
  problem: string | undefined;
  onTouch(): void;
}

function Field({ field, problem, onTouch }: FieldProps) {
  const { name, label, hint, value, max } = field;
  const about = { name, label, problem, ...(hint !== "" && { hint }) };
  switch (field.kind) {
    case "switch": return <Checkbox {...about} defaultChecked={value === "true"} />;
    case "then": return <Select {...about} options={THEN} defaultValue={value} onChange={onTouch} />;
    case "money": return <TextField {...about} defaultValue={value} maxLength={16} />;
    case "number": return <NumberField {...about} min={0} max={max} {...(value !== "" && { defaultValue: Number(value) })} />;
  }
}

const Transit = ({ fields, problems }: { fields: FormField[]; problems: Record<string, string> }) => (
  <Section title="Days on the road">
    <Stack gap="loose">
      <Text>Working days that a parcel travels, by the zones of your rates. A plan that arrives after the promise pays for each day that it is late.</Text>
      <FieldRow>{fields.map((field) => <Field key={field.name} field={field} problem={problems[field.name]} onTouch={() => undefined} />)}</FieldRow>
    </Stack>
  </Section>
);

const ByLocation = ({ table, problems, onTouch }: { table: NonNullable<SectionModel["byLocation"]>; problems: Record<string, string>; onTouch(): void }) => (
  <Section title={table.legend}>
    <Stack gap="loose">
      <List items={table.columns.map(({ label, hint }) => ({ key: label, content: <Text><strong>{`${label}: `}</strong>{hint}</Text> }))} />
      {table.rows.map((row) => (
        <FieldGroup key={row.id} label={row.name}>
          {row.fields.map((field) => <Field key={field.name} field={{ ...field, hint: "" }} problem={problems[field.name]} onTouch={onTouch} />)}
        </FieldGroup>
      ))}
    </Stack>
  </Section>
);

const Calendars = ({ locations }: { locations: { id: string; name: string }[] }) => (
  <Section title="Cut-offs, working days, holidays and parcels a day">
    <Stack>
      <Text>These belong to each location, and count at once, without publishing:</Text>
      <ButtonGroup>{locations.map(({ id, name }) => <Button key={id} label={name} to={`/locations/${encodeURIComponent(id)}`} />)}</ButtonGroup>
    </Stack>
  </Section>
);
