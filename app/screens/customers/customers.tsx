import { useLoaderData } from "@remix-run/react";
import { Banner, Button, EmptyState, Filters, Page, Pagination, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import { useDownload } from "../download";
import { firstChosen, listPath, nextPagePath, previousPagePath, rangeWords } from "../list-address";
import type { CustomerListRow, CustomersPage } from "./customers-page.server";
import type { loader } from "./customers.server";

export { loader } from "./customers.server";
export const meta = () => [{ title: "Customers · Switchyard" }];

const BASE = "/customers";
const PER_PAGE = 50;

const COLUMNS: Column<CustomerListRow>[] = [
  { key: "name", title: "Customer", cell: (row) => row.name ?? (row.erased ? "Erased customer" : "Name withheld by your shop") },
  { key: "email", title: "E-mail", cell: (row) => row.email ?? <Text as="span" tone="subdued">{row.erased ? "Erased" : "Withheld by your shop"}</Text> },
  { key: "orders", title: "Orders", align: "end", cell: (row) => row.orders },
  { key: "last", title: "Last order", cell: (row) => <Time at={row.lastOrderAt} /> },
  { key: "spent", title: "Spent", align: "end", cell: (row) => <Spent amounts={row.spent} /> },
];

const Spent = ({ amounts }: { amounts: string[] }) =>
  amounts.length === 0 ? <Text as="span" tone="subdued">Nothing</Text> : <Stack gap="tight" align="end">{amounts.map((amount) => <span key={amount}>{amount}</span>)}</Stack>;

export default function Customers() {
  const { page } = useLoaderData<typeof loader>();
  const { address, rows, nextCursor } = page;
  const { busy, problem, download } = useDownload();
  return (
    <Page
      title="Customers"
      subtitle="Who has ordered, as far as your shop tells. Names and addresses are kept sealed and can be erased at any time."
      actions={rows.length === 0 ? undefined : <Button label="Export" accessibleLabel="Export these customers as CSV" busy={busy} onPress={() => download(listPath(`${BASE}.csv`, address.chosen))} />}
    >
      {problem === null ? null : <Banner tone="critical">{problem}</Banner>}
      <Section padding="edge">
        <Filters search={{ label: "Search customers", placeholder: "Search by name, e-mail, order or SKU", name: "search", value: firstChosen(address, "search"), keep: {} }} />
        {rows.length === 0 ? <Nobody page={page} /> : <Table caption="Customers, newest order first" columns={COLUMNS} rows={rows} rowTo={(row) => `/customers/${encodeURIComponent(row.id)}`} />}
        {rows.length === 0 ? null : (
          <Pagination label="Pages of customers" previousTo={previousPagePath(BASE, address)} nextTo={nextPagePath(BASE, address, nextCursor)} range={rangeWords(address, rows.length, PER_PAGE)} />
        )}
      </Section>
    </Page>
  );
}

const Nobody = ({ page: { address } }: { page: CustomersPage }) =>
  firstChosen(address, "search") === ""
    ? <EmptyState title="No customers yet" action={{ label: "See all orders", to: "/orders" }}>Whoever places an order shows here. Guests of a shop counter have no profile.</EmptyState>
    : <EmptyState title="No customer matches" action={{ label: "Clear the search", to: BASE }}>Search looks for whole words and their beginnings in names, e-mail addresses and orders.</EmptyState>;
