import { useLoaderData } from "@remix-run/react";
import { Badge, EmptyState, Filters, Page, Pagination, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import { useLiveOrders } from "../live";
import { formatMoney } from "../money";
import { nextPath, ordersPath, previousPath } from "./orders-address";
import type { OrderRow, OrdersPage } from "./orders-page.server";
import type { loader } from "./orders.server";

export { loader } from "./orders.server";
export const meta = () => [{ title: "Orders · Switchyard" }];

const COLUMNS: Column<OrderRow>[] = [
  { key: "order", title: "Order", cell: (row) => row.name },
  { key: "placed", title: "Placed", cell: (row) => <Time at={row.placedAt} /> },
  { key: "customer", title: "Customer", cell: (row) => row.customer ?? <Text as="span" tone="subdued">No customer</Text> },
  { key: "state", title: "State", cell: (row) => <State row={row} /> },
  { key: "from", title: "Ships from", cell: (row) => (row.shipsFrom.length === 0 ? <Text as="span" tone="subdued">Not decided</Text> : row.shipsFrom.join(", ")) },
  { key: "units", title: "Units", align: "end", wideOnly: true, cell: (row) => row.units },
  { key: "total", title: "Total", align: "end", wideOnly: true, cell: (row) => formatMoney(row.totalMinor, row.currency) },
];

const State = ({ row }: { row: OrderRow }) => (
  <Stack gap="tight">
    <span><Badge {...row.state} /></span>
    {row.problem === null ? null : <Text as="span" size="small" tone="subdued">{row.problem}</Text>}
  </Stack>
);

export default function Orders() {
  const { page, after } = useLoaderData<typeof loader>();
  const changedIds = useLiveOrders(after);
  const { address } = page;
  const tabs = page.tabs.map(({ id, title, count }) => ({ id, title, to: ordersPath({ tab: id, search: address.search }), ...(count === null ? {} : { count }) }));
  return (
    <Page title="Orders">
      <Section padding="edge">
        <Filters
          key={address.tab}
          tabs={{ label: "Orders by state", items: tabs, active: address.tab }}
          search={{
            label: "Search orders",
            placeholder: "Search by order, name, e-mail or SKU",
            name: "search",
            value: address.search,
            keep: address.tab === "all" ? {} : { tab: address.tab },
          }}
        />
        {page.rows.length === 0 ? <NothingFound page={page} /> : (
          <Table caption="Orders, newest first" columns={COLUMNS} rows={page.rows} rowTo={(row) => `/orders/${encodeURIComponent(row.id)}`} changedIds={changedIds} />
        )}
        {page.rows.length > 0 ? <Pagination label="Pages of orders" previousTo={previousPath(address)} nextTo={nextPath(address, page.nextCursor)} range={rangeOf(page)} /> : null}
      </Section>
    </Page>
  );
}

const rangeOf = ({ first, rows }: OrdersPage): string => (first === null ? `${rows.length} orders` : `${first}–${first - 1 + rows.length}`);

function NothingFound({ page: { address } }: { page: OrdersPage }) {
  if (address.search !== "") {
    return <EmptyState title="No order matches" action={{ label: "Clear the search", to: ordersPath({ tab: address.tab, search: "" }) }}>Search looks for whole words and their beginnings in order names, customers, e-mail addresses and SKUs.</EmptyState>;
  }
  if (address.tab !== "all") return <EmptyState title="Nothing here" action={{ label: "See all orders", to: "/orders" }}>No order is in this state now.</EmptyState>;
  return <EmptyState title="No orders yet" action={{ label: "Go to Home", to: "/" }}>Place a test order in your shop: it appears here by itself within seconds.</EmptyState>;
}
