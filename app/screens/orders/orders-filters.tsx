import { useNavigate } from "@remix-run/react";
import { useState } from "react";
import { Button, DateRange, FilterMenu, FilterRow, Stack, TextField, useSurfacePath } from "../../ui";
import { choosing, firstChosen, listPath, type ListAddress } from "../list-address";
import type { OrdersPage } from "./orders-page.server";

export const BASE = "/orders";

/** What narrows the list beside its tabs and its search: each choice leads to another address at once. */
export function OrderFilters({ page: { address, choices } }: { page: OrdersPage }) {
  const path = useSurfacePath();
  const navigate = useNavigate();
  const go = (to: string) => navigate(path(to), { preventScrollReset: true });
  const [more, setMore] = useState(false);
  const choose = (name: string) => (values: string[]) => go(choosing(BASE, address, name, values));
  const chosen = (name: string) => address.chosen[name] ?? [];
  return (
    <Stack>
      <FilterRow label="Narrow the list">
        <FilterMenu label="Ships from" single options={choices.locations} selected={chosen("location")} onChange={choose("location")} />
        <FilterMenu label="Source" options={choices.sources} selected={chosen("source")} onChange={choose("source")} />
        <FilterMenu label="Payment" options={choices.payments} selected={chosen("payment")} onChange={choose("payment")} />
        {choices.stores.length === 0 ? null : <FilterMenu label="Store" single options={choices.stores} selected={chosen("store")} onChange={choose("store")} />}
        <Button label={more ? "Fewer filters" : "Date and tag"} emphasis="plain" onPress={() => setMore(!more)} />
        <Chips address={address} go={go} />
      </FilterRow>
      {more ? <MoreFilters key={JSON.stringify(address.chosen)} address={address} go={go} /> : null}
    </Stack>
  );
}

interface Going {
  address: ListAddress;
  go(to: string): void;
}

/** What has no menu of its own to show that it narrows. */
function Chips({ address, go }: Going) {
  const first = (name: string) => firstChosen(address, name);
  const chips = [
    ...(first("from") === "" ? [] : [{ label: `Placed from ${first("from")}`, to: choosing(BASE, address, "from", []) }]),
    ...(first("until") === "" ? [] : [{ label: `Placed until ${first("until")}`, to: choosing(BASE, address, "until", []) }]),
    ...(address.chosen["tag"] ?? []).map((tag) => ({ label: `Tag ${tag}`, to: choosing(BASE, address, "tag", (address.chosen["tag"] ?? []).filter((other) => other !== tag)) })),
  ];
  return <>{chips.map((chip) => <Button key={chip.label} label={`${chip.label} ×`} accessibleLabel={`${chip.label} ×, remove this filter`} onPress={() => go(chip.to)} />)}</>;
}

function MoreFilters({ address, go }: Going) {
  const [range, setRange] = useState({ from: firstChosen(address, "from"), until: firstChosen(address, "until") });
  const turned = range.from !== "" && range.until !== "" && range.from > range.until;
  const apply = (form: FormData) => {
    const tags = String(form.get("tag") ?? "").split(",").map((tag) => tag.trim()).filter(Boolean);
    go(listPath(BASE, { ...address.chosen, from: [range.from], until: [range.until], tag: tags }));
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!turned) apply(new FormData(event.currentTarget)); }}>
      <Stack direction="across" gap="loose">
        <DateRange label="Placed" fromName="from" untilName="until" {...range} problem={turned ? "The first day is after the last." : null} onChange={setRange} />
        <TextField label="Tags" name="tag" defaultValue={(address.chosen["tag"] ?? []).join(", ")} hint="Several with commas: all must be on the order." maxLength={200} />
        <Button label="Apply" submit />
      </Stack>
    </form>
  );
}
