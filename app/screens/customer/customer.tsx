import { useLoaderData, useNavigate } from "@remix-run/react";
import { useState } from "react";
import {
  Badge, Banner, Button, ButtonGroup, Columns, Details, EmptyState, List, Page, Pagination, Section, Stack, Table, Text, TextField, Time, Timeline, Toast, useSurfacePath,
  type Column,
} from "../../ui";
import { ActButton, ActDialog, useSaying } from "../act-dialog";
import { nextPagePath, previousPagePath, rangeWords } from "../list-address";
import type { CustomerOrderRow, CustomerPage, Profile } from "./customer-page.server";
import type { loader } from "./customer.server";

export { action, loader } from "./customer.server";
export const meta = () => [{ title: "Customer · Switchyard" }];

const PER_PAGE = 25;

const COLUMNS: Column<CustomerOrderRow>[] = [
  { key: "order", title: "Order", cell: (row) => row.name },
  { key: "placed", title: "Placed", cell: (row) => <Time at={row.placedAt} /> },
  { key: "state", title: "State", cell: (row) => <Stack direction="across" gap="tight"><Badge {...row.state} />{row.test ? <Badge tone="neutral" label="Test" /> : null}</Stack> },
  { key: "total", title: "Total", align: "end", cell: (row) => row.total },
];

export default function Customer() {
  const { page } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const [erasing, setErasing] = useState(false);
  const navigate = useNavigate();
  const path = useSurfacePath();
  const base = `/customers/${encodeURIComponent(page.id)}`;
  return (
    <Page
      title={titleOf(page)}
      subtitle={page.orders === 1 ? "1 order" : `${page.orders} orders`}
      back={{ label: "Customers", to: "/customers" }}
      actions={(
        <ButtonGroup>
          <ActButton label="Export data" accessibleLabel="Export all personal data of this customer" hidden={{ act: "export" }} onDone={say} />
          <Button label="Erase data" accessibleLabel="Erase the personal data of this customer" destructive onPress={() => setErasing(true)} />
        </ButtonGroup>
      )}
    >
      <Columns
        main={(
          <Section title="Orders" padding="edge">
            {page.rows.length === 0 ? <EmptyState title="No orders to show" action={{ label: "See all orders", to: "/orders" }}>This customer's orders may be older than what Switchyard may read.</EmptyState> : (
              <>
                <Table caption="Orders of this customer, newest first" columns={COLUMNS} rows={page.rows} rowTo={(row) => `/orders/${encodeURIComponent(row.id)}`} />
                {page.nextCursor === null && page.address.cursor === null ? null : (
                  <Pagination label="Pages of orders" previousTo={previousPagePath(base, page.address)} nextTo={nextPagePath(base, page.address, page.nextCursor)} range={rangeWords(page.address, page.rows.length, PER_PAGE)} />
                )}
              </>
            )}
          </Section>
        )}
        side={(
          <>
            <Section title="Profile"><Contact contact={page.contact} /></Section>
            <Section title="Totals"><Totals page={page} /></Section>
            {page.activity.length === 0 ? null : <Section title="Activity"><Timeline label="What was done about this customer" items={page.activity} /></Section>}
          </>
        )}
      />
      <ActDialog
        open={erasing}
        title="Erase this customer's personal data?"
        label="Erase"
        destructive
        hidden={{ act: "erase" }}
        onClose={() => setErasing(false)}
        onDone={() => navigate(path("/settings/privacy"))}
      >
        {(problems) => <WhatErasingMeans problem={problems["reason"]} />}
      </ActDialog>
      <Toast message={message} />
    </Page>
  );
}

const titleOf = ({ contact }: CustomerPage): string => {
  if (contact.kind === "erased") return "Erased customer";
  return (contact.kind === "known" ? contact.profile.name : null) ?? "Customer without a name";
};

const Withheld = () => <Text as="span" tone="subdued">Withheld by the platform</Text>;

function Contact({ contact }: { contact: CustomerPage["contact"] }) {
  if (contact.kind === "erased") return <Text>The personal data of this customer was erased. What was ordered stays.</Text>;
  const profile: Profile = contact.kind === "known" ? contact.profile : { name: null, email: null, phone: null, address: null };
  return (
    <Stack gap="loose">
      <Details
        items={[
          { term: "Name", value: profile.name ?? <Withheld /> },
          { term: "E-mail", value: profile.email ?? <Withheld /> },
          { term: "Phone", value: profile.phone ?? <Withheld /> },
          { term: "Newest address", value: profile.address === null ? <Withheld /> : <Stack gap="tight">{profile.address.map((line) => <span key={line}>{line}</span>)}</Stack> },
        ]}
      />
      {contact.kind === "withheld" ? <Banner tone="info">Your shop does not share this customer with apps: either nobody was named, or the app was not given access to customer data.</Banner> : null}
    </Stack>
  );
}

const Totals = ({ page }: { page: CustomerPage }) => (
  <Details
    items={[
      { term: "Orders", value: `${page.orders}` },
      { term: "Spent", value: page.spent.length === 0 ? "Nothing" : <Stack gap="tight">{page.spent.map((amount) => <span key={amount}>{amount}</span>)}</Stack> },
      { term: "First order", value: <Time at={page.firstOrderAt} /> },
      { term: "Last order", value: <Time at={page.lastOrderAt} /> },
    ]}
  />
);

const WhatErasingMeans = ({ problem }: { problem: string | undefined }) => (
  <Stack gap="loose">
    <Stack gap="tight">
      <Text as="h3">What is erased</Text>
      <List items={["Name, e-mail, phone and addresses, in every order and message", "What the orders can be found by: the words of the name and the e-mail", "The profile on this page"].map((content) => ({ key: content, content }))} />
    </Stack>
    <Stack gap="tight">
      <Text as="h3">What stays</Text>
      <List items={["Which goods were ordered, shipped and refunded, when, and for how much: your books need it", "The country and region that an order went to, which names nobody", "Everything that your shop itself keeps: erase it there as well"].map((content) => ({ key: content, content }))} />
    </Stack>
    <Text>This cannot be undone. Afterwards Switchyard searches all that it keeps for traces and shows the result under Settings, Privacy.</Text>
    <TextField name="reason" label="Reason" hint="For example: asked for by e-mail on 12 March. No names, please: this line stays." required maxLength={200} problem={problem} />
  </Stack>
);
