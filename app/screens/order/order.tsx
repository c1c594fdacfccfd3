import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Badge, Banner, Button, Columns, Details, Link, Page, Section, Stack, Table, Text, TextField, Time, Timeline, Toast, type Column } from "../../ui";
import { ActButton, ActDialog, useSaying } from "../act-dialog";
import { useLiveOrders } from "../live";
import type { CustomerView, LineRow, OrderPage, Permission } from "./order-page.server";
import type { loader } from "./order.server";
import { Shipments } from "./shipments";
import { ShipsFrom } from "./ships-from";
import { WhyRoutedHere } from "./why-routed";

export { action, loader } from "./order.server";
export const meta = () => [{ title: "Order · Switchyard" }];

const LINE_COLUMNS: Column<LineRow>[] = [
  { key: "item", title: "Item", cell: (line) => <Stack gap="tight"><span>{line.title}</span><Text as="span" size="small" tone="subdued">{line.sku === "" ? "No SKU" : line.sku}</Text></Stack> },
  { key: "ordered", title: "Ordered", align: "end", cell: (line) => (line.removed > 0 ? `${line.quantity} (${line.removed} removed)` : line.quantity) },
  { key: "shipped", title: "Shipped", align: "end", cell: (line) => (line.requiresShipping ? line.shipped : "Nothing to ship") },
  { key: "price", title: "Price", align: "end", cell: (line) => line.price },
];

export default function Order() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  useLiveOrders(after, page.id);
  return (
    <Page title={page.name} badge={<Badge {...page.state} />} subtitle={page.subtitle} back={{ label: "Orders", to: "/orders" }} actions={<HeaderActs page={page} say={say} />}>
      <Notices page={page} say={say} />
      <Columns
        main={
          <>
            <ShipsFrom page={page} say={say} />
            <Shipments page={page} say={say} />
            <WhyRoutedHere why={page.why} />
            <Section title="Lines" padding="edge"><Table caption={`Lines of order ${page.name}`} columns={LINE_COLUMNS} rows={page.lines} /></Section>
          </>
        }
        side={
          <>
            <Section title="Customer"><Customer page={page} /></Section>
            <Section title="Timeline">
              {page.timeline.length === 0 ? <Text tone="subdued">Nothing has happened yet.</Text> : <Timeline label="What happened to this order, newest first" items={page.timeline} />}
            </Section>
          </>
        }
      />
      <Toast message={message} />
    </Page>
  );
}

type Say = ReturnType<typeof useSaying>["say"];

function HeaderActs({ page, say }: { page: OrderPage; say: Say }) {
  const [holding, setHolding] = useState(false);
  return (
    <>
      {page.held === null
        ? <Button label="Hold" disabled={!page.canHold} onPress={() => setHolding(true)} />
        : <ActButton label="Release" emphasis="primary" disabled={!page.canRelease} hidden={{ act: "release" }} onDone={say} />}
      <ActDialog open={holding} title={`Hold order ${page.name}`} label="Hold order" hidden={{ act: "hold" }} onClose={() => setHolding(false)} onDone={say}>
        {(problems) => (
          <TextField name="reason" label="Reason" hint="Shown here and in your shop. It ships again when somebody releases it." required maxLength={200} problem={problems["reason"]} />
        )}
      </ActDialog>
    </>
  );
}

function Notices({ page, say }: { page: OrderPage; say: Say }) {
  return (
    <>
      {page.permission.allowed ? null : <NotAllowed permission={page.permission} say={say} />}
      {page.held === null ? null : <Banner tone="attention" title="This order is held">{page.held.reason}</Banner>}
      {page.problem === null ? null : <Banner tone="attention" title="It cannot go on by itself">{page.problem}</Banner>}
    </>
  );
}

function NotAllowed({ permission, say }: { permission: Extract<Permission, { allowed: false }>; say: Say }) {
  if (!permission.takeOver) return <Banner tone="info">{permission.why}</Banner>;
  return (
    <Banner tone="info">
      <Stack>
        <Text>{permission.why}</Text>
        <ActButton label="Take over" hidden={{ act: "take-over" }} onDone={say} />
      </Stack>
    </Banner>
  );
}

function Customer({ page }: { page: OrderPage }) {
  const placed = { term: "Placed", value: <Time at={page.placedAt} /> };
  const tags = page.tags.length === 0 ? [] : [{ term: "Tags", value: page.tags.join(", ") }];
  const destination = page.destination === null ? [] : [{ term: "Ships to", value: page.destination }];
  if (page.customer === "none" || page.customer === "gone") {
    const why = page.customer === "none" ? "Your shop gave no customer with this order." : "The customer's details were erased, or your shop does not share them.";
    return <Stack><Text tone="subdued">{why}</Text><Details items={[...destination, placed, ...tags]} /></Stack>;
  }
  return <Details items={[...contactItems(page.customer, destination), placed, ...tags]} />;
}

const contactItems = ({ name, email, phone, address }: CustomerView, destination: { term: string; value: string }[]) => [
  { term: "Name", value: name ?? "Not given" },
  ...(email === null ? [] : [{ term: "E-mail", value: <Link to={`mailto:${email}`} external>{email}</Link> }]),
  ...(phone === null ? [] : [{ term: "Phone", value: phone }]),
  ...(address.length === 0 ? destination : [{ term: "Ships to", value: <Stack gap="tight">{address.map((line) => <span key={line}>{line}</span>)}</Stack> }]),
];
