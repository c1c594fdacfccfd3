import { useState } from "react";
import { Badge, Banner, Button, Link, Section, Stack, Text, Time } from "../../ui";
import { ActDialog, type useSaying } from "../act-dialog";
import type { OrderPage, ShipmentView } from "./order-page.server";
import { TrackingFields } from "./ships-from";

type Say = ReturnType<typeof useSaying>["say"];

export function Shipments({ page, say }: { page: OrderPage; say: Say }) {
  if (page.shipments.length === 0) return null;
  return (
    <Section title="Shipments">
      <Stack gap="loose">
        {page.shipments.map((shipment) => <Shipment key={shipment.id} shipment={shipment} page={page} say={say} />)}
      </Stack>
    </Section>
  );
}

function Shipment({ shipment, page, say }: { shipment: ShipmentView; page: OrderPage; say: Say }) {
  const [editing, setEditing] = useState(false);
  return (
    <Stack>
      <Stack direction="across" align="spread">
        <Stack direction="across">
          <Text as="h3">{`From ${shipment.from}`}</Text>
          <Badge {...shipment.state} />
          <Text as="span" tone="subdued"><Time at={shipment.at} /></Text>
        </Stack>
        {shipment.trackable ? <Button label="Edit tracking" accessibleLabel={`Edit the tracking of the shipment from ${shipment.from}`} emphasis="plain" disabled={!page.permission.allowed} onPress={() => setEditing(true)} /> : null}
      </Stack>
      <Text>{shipment.lines.join(", ")}</Text>
      <Tracking shipment={shipment} />
      {shipment.problem === null ? null : <Banner tone="critical" title="Your shop refused it">{shipment.problem}</Banner>}
      <ActDialog open={editing} title="Edit tracking" label="Save" hidden={{ act: "track", shipmentId: shipment.id }} onClose={() => setEditing(false)} onDone={say}>
        {(problems) => <TrackingFields problems={problems} notify={page.notifyCustomers} company={shipment.company} number={shipment.number} url={shipment.url} />}
      </ActDialog>
    </Stack>
  );
}

function Tracking({ shipment: { company, number, url } }: { shipment: ShipmentView }) {
  const words = [company, number].filter((part) => part !== "").join(" ");
  if (words === "" && url === "") return <Text tone="subdued">No tracking</Text>;
  return url === "" ? <Text>{words}</Text> : <Text><Link to={url} external accessibleLabel={`Track ${words || "the parcel"}`}>{words || "Track the parcel"}</Link></Text>;
}
