import { useState } from "react";
import { Banner, NumberField, Select, Stack, Text, TextField } from "../../ui";
import { ActButton, type useSaying } from "../act-dialog";
import type { OrderPage } from "./order-page.server";
import type { ShipsFromPart } from "./ships-from.server";

const REASONS = [
  { value: "not-found", label: "Goods not found" }, { value: "damaged", label: "Goods damaged" }, { value: "too-busy", label: "Too busy" }, { value: "closed", label: "Closed" },
  { value: "other", label: "Another reason" },
];
const REMEDIES: Record<string, { value: string; label: string }[]> = {
  "not-found": [
    { value: "set", label: "Set the shelf to what was found" }, { value: "count", label: "Ask for a count; this order takes none there until then" }, { value: "none", label: "Leave the stock as it is" },
  ],
  damaged: [{ value: "damaged", label: "Book what is missing as damaged" }, { value: "count", label: "Ask for a count" }, { value: "none", label: "Leave the stock as it is" }],
};

/** Why a location cannot ship a part, what was found of it, and what becomes of its stock. */
export function RejectFields({ part, problems }: { part: ShipsFromPart; problems: Record<string, string> }) {
  const [reason, setReason] = useState("not-found");
  const remedies = REMEDIES[reason];
  return (
    <Stack gap="loose">
      <Text tone="subdued">{remedies === undefined ? `Nothing more of this order is sent from ${part.location}: the plan leaves it out.` : "What was found can still ship from here. The rest is sent from elsewhere."}</Text>
      <Select name="reason" label="Reason" options={REASONS} defaultValue={reason} onChange={setReason} problem={problems["reason"]} />
      {problems["found"] === undefined ? null : <Banner tone="critical">{problems["found"]}</Banner>}
      {remedies === undefined ? null : part.lines.map((line) => (
        <NumberField
          key={line.orderLineId} name={`found.${line.orderLineId}`} label={`Found: ${line.title}`} hint={`${line.remaining} wanted`} defaultValue={line.remaining} min={0} max={line.remaining}
          problem={problems[`found.${line.orderLineId}`]}
        />
      ))}
      {remedies === undefined
        ? <input type="hidden" name="remedy" value="none" />
        : <Select key={reason} name="remedy" label="Its stock" options={remedies} defaultValue={remedies[0]?.value} problem={problems["remedy"]} />}
      <TextField name="note" label="Note" required={reason === "other"} maxLength={200} problem={problems["note"]} />
    </Stack>
  );
}

type Say = ReturnType<typeof useSaying>["say"];

/** What a person decided instead of the plan, and what it costs. */
export function MovedByHand({ page, say }: { page: OrderPage; say: Say }) {
  const { byHand } = page;
  if (byHand === null) return null;
  return (
    <Banner tone="info" title={byHand.title}>
      <Stack>
        <Text>{byHand.text}</Text>
        {page.canReRoute ? <ActButton label="Give it back to the plan" hidden={{ act: "re-route" }} onDone={say} /> : null}
      </Stack>
    </Banner>
  );
}

/** Locations that are left out of this order's plan, and why. */
export function TurnedDown({ page, say }: { page: OrderPage; say: Say }) {
  return (
    <>
      {page.turnedDown.map((one) => (
        <Banner key={one.locationId} tone="attention" title={`${one.location} cannot ship ${one.whole ? "it" : "all of it"}`}>
          <Stack>
            <Text>{one.text}</Text>
            {page.permission.allowed ? <ActButton label="It can after all" accessibleLabel={`${one.location} can ship it after all`} hidden={{ act: "accept-again", locationId: one.locationId }} onDone={say} /> : null}
          </Stack>
        </Banner>
      ))}
    </>
  );
}
