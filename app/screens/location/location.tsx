import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import {
  Banner, Button, Checkbox, Columns, Combobox, Details, FieldGroup, FieldRow, Link, NumberField, Page, SaveBar, Section, Stack, Text, TextField, Timeline, Toast,
} from "../../ui";
import { ActButton, ActDialog, useSaying } from "../act-dialog";
import { WEEKDAYS } from "../calendar-words";
import { State } from "../locations/locations";
import { useChangedForm } from "../use-changed-form";
import { Learned, ToCount } from "./learned";
import { Holidays } from "./holidays";
import type { LocationPage } from "./location-page.server";
import type { loader } from "./location.server";

export { action, loader } from "./location.server";
export const meta = () => [{ title: "Location · Switchyard" }];

const FORM_ID = "location-settings";
const ZONES = Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value.replace(/_/g, " ") }));

export default function Location() {
  const { page } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const [pausing, setPausing] = useState(false);
  const { pausedReason } = page.settings;
  const row = { active: page.active, thirdParty: page.thirdParty, pausedReason, shipsOnline: page.fulfillsOnline && page.shipsInventory };
  return (
    <Page
      title={page.name}
      subtitle={page.address}
      badge={<State row={{ ...row, pausedReason: pausedReason === null ? null : "" }} />}
      back={{ label: "Locations", to: "/locations" }}
      actions={pausedReason === null
        ? <Button label="Pause" accessibleLabel={`Pause ${page.name}`} onPress={() => setPausing(true)} />
        : <ActButton label="Open again" accessibleLabel={`Open ${page.name} again`} emphasis="primary" hidden={{ act: "open" }} onDone={say} />}
    >
      {page.active ? null : <Closed page={page} />}
      {pausedReason === null ? null : <Banner tone="attention" title="Paused: new orders are routed elsewhere">{pausedReason}</Banner>}
      <Columns
        main={<Form key={`${page.id} ${page.version}`} page={page} onSaved={say} />}
        side={<><Section title="Now"><Now page={page} /></Section><ToCount shelves={page.toCount} />{page.thirdParty ? null : <Learned learned={page.learned} />}<Section title="From your shop"><FromShop page={page} /></Section><Activity page={page} /></>}
      />
      <ActDialog open={pausing} title={`Pause ${page.name}?`} label="Pause" hidden={{ act: "pause" }} onClose={() => setPausing(false)} onDone={say}>
        {(problems) => (
          <Stack gap="loose">
            <Text>No new order is routed here until you open it again. Orders that stand here stay, and can be shipped or moved one by one. Your shop itself is not changed.</Text>
            <TextField name="reason" label="Reason" hint="For example: stocktaking until Monday." required maxLength={200} problem={problems["reason"]} />
          </Stack>
        )}
      </ActDialog>
      <Toast message={message} />
    </Page>
  );
}

const standingPath = (page: LocationPage) => `/orders?location=${encodeURIComponent(page.id)}`;

const Closed = ({ page }: { page: LocationPage }) => (
  <Banner tone="critical" title="Closed in your shop" {...(page.standing.value === 0 ? {} : { action: { label: `See the ${page.standing.value}${page.standing.more ? "+" : ""} orders here`, to: standingPath(page) } })}>
    {page.standing.value === 0
      ? "Nothing is routed here, and no open order stands here. Open it in your shop's settings to use it again."
      : "Nothing new is routed here. Open orders that still stand here are moved to other locations where your shop allows it; those that cannot move by themselves show on Home and wait for you."}
  </Banner>
);

function Now({ page }: { page: LocationPage }) {
  const due = `${page.due.value}${page.due.more ? "+" : ""}`;
  const { dailyParcels } = page.settings;
  return (
    <Details
      items={[
        { term: "Open orders here", value: page.standing.value === 0 ? "None" : <Link to={standingPath(page)}>{`${page.standing.value}${page.standing.more ? "+" : ""} open ${page.standing.value === 1 ? "order" : "orders"}`}</Link> },
        { term: "Due today", value: dailyParcels === null ? due : `${due} of ${dailyParcels} a day` },
      ]}
    />
  );
}

const yes = (value: boolean): string => (value ? "Yes" : "No");

const FromShop = ({ page }: { page: LocationPage }) => (
  <Stack>
    <Details
      items={[
        { term: "Open", value: yes(page.active) },
        { term: "Fulfils online orders", value: yes(page.fulfillsOnline) },
        { term: "Ships", value: yes(page.shipsInventory) },
        { term: "Run by a third party", value: yes(page.thirdParty) },
      ]}
    />
    <Text tone="subdued" size="small">Change these in your shop's settings: they show here at once.</Text>
  </Stack>
);

const Activity = ({ page }: { page: LocationPage }) =>
  page.activity.length === 0 ? null : <Section title="Activity"><Timeline label={`What was changed about ${page.name}`} items={page.activity} /></Section>;

function Form({ page, onSaved }: { page: LocationPage; onSaved(message: string): void }) {
  const { fetcher, changed, busy, refused, round, touch, discard } = useChangedForm(onSaved);
  const problems = refused?.problems ?? {};
  const { settings } = page;
  return (
    <fetcher.Form method="post" id={FORM_ID} noValidate onInput={touch} onChange={touch}>
      <input type="hidden" name="act" value="save" />
      <input type="hidden" name="version" value={page.version} />
      <Stack gap="loose" key={round}>
        {refused === null ? null : <Banner tone="critical" title="Not saved">{refused.problem ?? "Look at the fields that are marked below."}</Banner>}
        <Section title="When and how much it ships">
          <Stack gap="loose">
            <NumberField name="dailyParcels" label="Parcels a day" min={0} defaultValue={settings.dailyParcels ?? undefined} problem={problems["dailyParcels"]} hint="When as many are due, new orders go elsewhere or to the next working day. Empty: no limit." />
            <TextField name="cutOff" label="Cut-off" kind="time" defaultValue={settings.cutOff ?? ""} problem={problems["cutOff"]} hint="Orders routed until then leave on the same working day. On the clock of the location." />
            <Combobox name="timeZone" label="Time zone" options={ZONES} defaultValue={settings.timeZone ?? ""} problem={problems["timeZone"]} onChange={touch} hint={`Empty: that of the store, ${page.platform.timeZone.replace(/_/g, " ")}.`} />
            <Workdays chosen={settings.workdays} problem={problems["workdays"]} />
            <Holidays holidays={settings.holidays} problems={problems} onChanged={touch} />
          </Stack>
        </Section>
        <Section title="Where it is">
          <Stack gap="loose">
            <Text>{whereWords(page)}</Text>
            <FieldRow>
              <TextField name="latitude" label="Latitude" defaultValue={degrees(settings.latitude)} placeholder={degrees(page.platform.latitude)} problem={problems["latitude"]} />
              <TextField name="longitude" label="Longitude" defaultValue={degrees(settings.longitude)} placeholder={degrees(page.platform.longitude)} problem={problems["longitude"]} />
            </FieldRow>
          </Stack>
        </Section>
      </Stack>
      <SaveBar formId={FORM_ID} open={changed} busy={busy} onDiscard={discard} />
    </fetcher.Form>
  );
}

const degrees = (value: number | null): string => (value === null ? "" : String(value));

const whereWords = ({ platform: { latitude, longitude } }: LocationPage): string =>
  latitude === null || longitude === null
    ? "Your shop gives no coordinates, so distances are reckoned from the centre of the region. Give them here to be exact."
    : `Your shop says ${latitude}, ${longitude}. Give other coordinates only if that is wrong: they decide how far parcels travel.`;

const Workdays = ({ chosen, problem }: { chosen: number[]; problem: string | undefined }) => (
  <FieldGroup label="Ships on" problem={problem}>
    {WEEKDAYS.map(({ day, label }) => <Checkbox key={day} name={`workdays.${day}`} label={label} defaultChecked={chosen.includes(day)} />)}
  </FieldGroup>
);
