import { useLoaderData } from "@remix-run/react";
import { Badge, Banner, Button, ButtonGroup, Checkbox, Details, NumberField, SaveBar, Section, Stack, Table, Text, Time, Toast, type Column } from "../../ui";
import { ActButton, useSaying } from "../act-dialog";
import { STORE_EXPLANATIONS, STORE_STATES, StoreModeButtons } from "../home/store-mode";
import { useChangedForm } from "../use-changed-form";
import { Leaving } from "./leaving";
import type { SettingsPageModel, StoreRow } from "./settings-page.server";
import { SettingsPage } from "./settings-tabs";
import type { loader } from "./settings.server";

export { action, loader } from "./settings.server";
export const meta = () => [{ title: "Settings · Switchyard" }];

const FORM_ID = "store-settings";
const SETUP_STEPS = 5;

const COLUMNS: Column<StoreRow>[] = [
  { key: "name", title: "Store", cell: (row) => <Stack gap="tight"><span>{row.name}</span><Text as="span" size="small" tone="subdued">{row.here ? "This store" : row.domain}</Text></Stack> },
  { key: "status", title: "Works as", cell: (row) => <Badge {...STORE_STATES[row.status]} /> },
  { key: "currency", title: "Currency", cell: (row) => row.currency },
  { key: "zone", title: "Time zone", cell: (row) => row.timeZone.replace(/_/g, " ") },
  { key: "since", title: "Connected", cell: (row) => <Time at={row.installedAt} /> },
];

export default function Settings() {
  const { page } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  return (
    <SettingsPage active="general">
      <Section title="Stores" padding="edge"><Table caption="Connected stores" columns={COLUMNS} rows={page.stores} /></Section>
      <Section title="How Switchyard works in this store" actions={<StoreModeButtons status={page.status} onDone={say} />}>
        <Stack gap="loose">
          <Stack direction="across"><Badge {...STORE_STATES[page.status]} /><Text as="span">{STORE_EXPLANATIONS[page.status]}</Text></Stack>
          <Details
            items={[
              { term: "Observe", value: "Reads and decides, writes nothing. Use it to see what would change." },
              { term: "Live", value: "Routes new orders and writes to your shop. Orders from before are taken over only when you say so." },
              { term: "Pause", value: "Writes nothing for a while. What should be written waits, in order, until it is live again." },
              { term: "Leave", value: "Releases our holds, lets you take everything with you as files, and stops." },
            ]}
          />
          <Leaving status={page.status} onDone={say} />
        </Stack>
      </Section>
      <Defaults key={page.version} page={page} onSaved={say} />
      <Section title="Setup">
        <Stack direction="across" align="spread">
          <Text as="span">{`${page.setup.done} of ${SETUP_STEPS} steps are done.`}</Text>
          <ButtonGroup>
            <Button label="Open the setup" to="/setup" />
            {page.setup.dismissed ? <ActButton label="Show it on Home again" hidden={{ act: "show-setup" }} onDone={say} /> : null}
          </ButtonGroup>
        </Stack>
      </Section>
      <Toast message={message} />
    </SettingsPage>
  );
}

function Defaults({ page, onSaved }: { page: SettingsPageModel; onSaved(message: string): void }) {
  const { fetcher, changed, busy, refused, round, touch, discard } = useChangedForm(onSaved);
  const problems = refused?.problems ?? {};
  const { lowStockUnits, notifyCustomers, retentionDays } = page.settings;
  return (
    <Section title="Defaults">
      <fetcher.Form method="post" id={FORM_ID} noValidate onInput={touch} onChange={touch}>
        <input type="hidden" name="act" value="save" />
        <input type="hidden" name="version" value={page.version} />
        <Stack gap="loose" key={round}>
          {refused?.problem ? <Banner tone="critical">{refused.problem}</Banner> : null}
          <NumberField
            name="lowStockUnits" label="Low stock at" min={0} defaultValue={lowStockUnits ?? undefined} problem={problems["lowStockUnits"]}
            hint="Available units at a location. At this number or below you are told, where the item has no threshold of its own. Empty: you are not told."
          />
          <Checkbox name="notifyCustomers" label="Tell customers when a parcel ships" defaultChecked={notifyCustomers} hint="Chosen beforehand in every form that ships; your shop sends the message." />
          <NumberField
            name="retentionDays" label="Erase personal data after, in days" min={30} defaultValue={retentionDays ?? undefined} problem={problems["retentionDays"]}
            hint="Counted from the day on which an order is closed. What was ordered stays. Empty: kept until somebody asks."
          />
        </Stack>
      </fetcher.Form>
      <SaveBar formId={FORM_ID} open={changed} busy={busy} onDiscard={discard} />
    </Section>
  );
}
