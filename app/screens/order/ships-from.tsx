import { useState } from "react";
import { Badge, Banner, Button, ButtonGroup, Checkbox, List, NumberField, Section, Select, Stack, Text, TextField } from "../../ui";
import { ActButton, ActDialog, type useSaying } from "../act-dialog";
import type { OrderPage } from "./order-page.server";
import { RejectFields } from "./reject";
import type { ShipsFromPart } from "./ships-from.server";

type Say = ReturnType<typeof useSaying>["say"];

/** Where what is left of the order ships from, part by part, with what may be done to each. */
export function ShipsFrom({ page, say }: { page: OrderPage; say: Say }) {
  if (page.parts.length === 0) {
    return <Section title="Ships from"><Text tone="subdued">Nothing stands reserved for this order. Where it ships from shows here when your shop has fulfillment orders for it.</Text></Section>;
  }
  return (
    <>
      {page.parts.map((part, index) => <Part key={part.id} part={part} page={page} say={say} title={index === 0 ? "Ships from" : undefined} />)}
    </>
  );
}

function Part({ part, page, say, title }: { part: ShipsFromPart; page: OrderPage; say: Say; title: string | undefined }) {
  return (
    <Section title={title}>
      <Stack gap="loose">
        <Stack direction="across" align="spread">
          <Stack direction="across"><Text as="h3">{part.location}</Text><Badge {...part.state} /></Stack>
          {part.fulfillmentOrderId === null ? null : <PartActs part={part} fulfillmentOrderId={part.fulfillmentOrderId} page={page} say={say} />}
        </Stack>
        {part.note === null ? null : <Banner tone="info">{part.note}</Banner>}
        {part.thirdParty === null ? null : <Stack direction="across"><Badge {...part.thirdParty.state} /><Text as="span" tone="subdued">Shipped by a third party on request</Text></Stack>}
        {part.holds.map((hold) => <Text key={hold} tone="subdued">{hold}</Text>)}
        <List
          items={part.lines.map((line) => ({
            key: line.orderLineId,
            content: <>{`${line.remaining} × ${line.title}`}{line.sku === "" ? null : <Text as="span" tone="subdued">{` ${line.sku}`}</Text>}</>,
          }))}
        />
      </Stack>
    </Section>
  );
}

interface PartActsProps {
  part: ShipsFromPart;
  fulfillmentOrderId: string;
  page: OrderPage;
  say: Say;
}

function PartActs({ part, fulfillmentOrderId, page, say }: PartActsProps) {
  const [open, setOpen] = useState<"ship" | "move" | "ask" | "stop" | "reject" | null>(null);
  const close = () => setOpen(null);
  const allowed = page.permission.allowed;
  const { canAsk = false, canStop = false } = part.thirdParty ?? {};
  if (!part.canShip && !part.canStart && !canAsk && !canStop && !part.canReject && part.moves.length === 0) return null;
  return (
    <>
      <ButtonGroup>
        {canStop ? <Button label="Ask to stop" accessibleLabel={`Ask to stop: ${part.location}`} disabled={!allowed} onPress={() => setOpen("stop")} /> : null}
        {canAsk ? <Button label="Ask to fulfil" accessibleLabel={`Ask to fulfil: ${part.location}`} emphasis="primary" disabled={!allowed} onPress={() => setOpen("ask")} /> : null}
        {part.canStart && part.thirdParty === null ? <ActButton label="Start work" accessibleLabel={`Start work in ${part.location}`} disabled={!allowed} hidden={{ act: "start-work", fulfillmentOrderId }} onDone={say} /> : null}
        {part.canReject ? <Button label="Cannot ship it" accessibleLabel={`${part.location} cannot ship it`} disabled={!allowed} onPress={() => setOpen("reject")} /> : null}
        {part.moves.length > 0 ? <Button label="Change location" accessibleLabel={`Change the location of what ships from ${part.location}`} disabled={!allowed} onPress={() => setOpen("move")} /> : null}
        {part.canShip ? <Button label="Ship" accessibleLabel={`Ship from ${part.location}`} emphasis={canAsk ? "secondary" : "primary"} disabled={!allowed} onPress={() => setOpen("ship")} /> : null}
      </ButtonGroup>
      <ActDialog open={open === "ship"} title={`Ship from ${part.location}`} label="Ship" hidden={{ act: "ship", fulfillmentOrderId }} onClose={close} onDone={say}>
        {(problems) => <ShipFields part={part} problems={problems} notify={page.notifyCustomers} />}
      </ActDialog>
      <ActDialog open={open === "move"} title={`Change location from ${part.location}`} label="Move" hidden={{ act: "change-location", fulfillmentOrderId }} onClose={close} onDone={say}>
        {(problems) => <MoveFields part={part} problems={problems} />}
      </ActDialog>
      <ActDialog open={open === "reject"} title={`${part.location} cannot ship it`} label="Send it from elsewhere" hidden={{ act: "reject", fulfillmentOrderId }} onClose={close} onDone={say}>
        {(problems) => <RejectFields part={part} problems={problems} />}
      </ActDialog>
      <ActDialog open={open === "ask"} title={`Ask ${part.location} to fulfil`} label="Ask" hidden={{ act: "request-fulfillment", fulfillmentOrderId }} onClose={close} onDone={say}>
        {(problems) => <NoteField hint="Goes to them with the request." problem={problems["note"]} />}
      </ActDialog>
      <ActDialog open={open === "stop"} title={`Ask ${part.location} to stop`} label="Ask" hidden={{ act: "request-cancellation", fulfillmentOrderId }} onClose={close} onDone={say}>
        {(problems) => <NoteField hint="Goes to them with the request. They may answer that it is too late." problem={problems["note"]} />}
      </ActDialog>
    </>
  );
}

const NoteField = ({ hint, problem }: { hint: string; problem: string | undefined }) => <TextField name="note" label="Note" hint={hint} maxLength={200} problem={problem} />;

function ShipFields({ part, problems, notify }: { part: ShipsFromPart; problems: Record<string, string>; notify: boolean }) {
  return (
    <>
      {problems["lines"] === undefined ? null : <Banner tone="critical">{problems["lines"]}</Banner>}
      <Text tone="subdued">Ship all, or lower a quantity and ship the rest later.</Text>
      {part.lines.filter((line) => line.shippable > 0).map((line) => (
        <NumberField
          key={line.orderLineId}
          name={`lines.${line.orderLineId}`}
          label={line.title}
          hint={`${line.shippable} left to ship here`}
          defaultValue={line.shippable}
          min={0}
          max={line.shippable}
          problem={problems[`lines.${line.orderLineId}`]}
        />
      ))}
      <TrackingFields problems={problems} notify={notify} />
    </>
  );
}

export function TrackingFields({ problems, notify, company, number, url }: { problems: Record<string, string>; notify: boolean; company?: string; number?: string; url?: string }) {
  return (
    <>
      <TextField name="tracking.company" label="Carrier" placeholder="UPS" defaultValue={company} problem={problems["tracking.company"]} maxLength={100} />
      <TextField name="tracking.number" label="Tracking number" defaultValue={number} problem={problems["tracking.number"]} maxLength={100} />
      <TextField name="tracking.url" kind="url" label="Tracking link" hint="Leave empty for carriers that your shop knows." defaultValue={url} problem={problems["tracking.url"]} />
      <Checkbox name="notifyCustomer" label="E-mail the customer" defaultChecked={notify} />
    </>
  );
}

function MoveFields({ part, problems }: { part: ShipsFromPart; problems: Record<string, string> }) {
  const first = part.moves.find((move) => !move.disabled);
  return (
    <>
      <Text>{`Everything that is left to ship from ${part.location} moves.`}</Text>
      <Select
        name="locationId"
        label="Ship from"
        options={part.moves.map((move) => ({ value: move.locationId, label: move.label, disabled: move.disabled }))}
        defaultValue={first?.locationId}
        hint={first === undefined ? "No other location has enough stock." : "What it costs beside the plan, by your policy."}
        problem={problems["locationId"]}
      />
      <TextField name="reason" label="Reason" hint="Others see it. The order stays there until somebody gives it back to the plan." maxLength={200} problem={problems["reason"]} />
    </>
  );
}
