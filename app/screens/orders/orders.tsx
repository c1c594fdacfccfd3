import { useLoaderData, useNavigate } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Badge, Banner, Button, ButtonGroup, EmptyState, Filters, Page, Pagination, Section, Stack, Table, Text, Time, Toast, Toolbar, useSurfacePath, VisuallyHidden, type Column } from "../../ui";
import { useSaying } from "../act-dialog";
import { choosing, firstChosen, listPath, listQuery, nextPagePath, previousPagePath, rangeWords } from "../list-address";
import { useDownload, type Downloading } from "../download";
import { useLiveOrders } from "../live";
import { formatMoney } from "../money";
import { useSteadyRows } from "../steady-rows";
import { BulkActs } from "./bulk-acts";
import { BulkPanel } from "./bulk-panel";
import { BASE, OrderFilters } from "./orders-filters";
import type { OrderRow, OrdersPage } from "./orders-page.server";
import type { loader } from "./orders.server";
import { OrderViews } from "./saved-views";

export { action, loader } from "./orders.server";
export const meta = () => [{ title: "Orders · Switchyard" }];

const ROWS_PER_PAGE = 50;

const columns = (goneIds: ReadonlySet<string>): Column<OrderRow>[] => [
  { key: "order", title: "Order", cell: (row) => row.name },
  { key: "placed", title: "Placed", sortable: true, wideOnly: true, cell: (row) => <Time at={row.placedAt} /> },
  { key: "customer", title: "Customer", wideOnly: true, cell: (row) => row.customer ?? <Text as="span" tone="subdued">No customer</Text> },
  { key: "state", title: "State", cell: (row) => <State row={row} gone={goneIds.has(row.id)} /> },
  { key: "ship-by", title: "Ships by", sortable: true, cell: (row) => <ShipsBy row={row} /> },
  { key: "from", title: "From", cell: (row) => (row.shipsFrom.length === 0 ? <Text as="span" tone="subdued">Not decided</Text> : row.shipsFrom.join(", ")) },
  { key: "units", title: "Units", align: "end", wideOnly: true, cell: (row) => row.units },
  { key: "total", title: "Total", align: "end", wideOnly: true, sortable: true, cell: (row) => formatMoney(row.totalMinor, row.currency) },
];

const State = ({ row, gone }: { row: OrderRow; gone: boolean }) => (
  <Stack gap="tight">
    <Stack direction="across" gap="tight">
      <Badge {...row.state} />
      {row.needsLook ? <Badge tone="critical" label="Needs a look" /> : null}
    </Stack>
    {row.problem === null ? null : <Text as="span" size="small" tone="subdued">{row.problem}</Text>}
    {gone ? <Text as="span" size="small" tone="subdued">Changed meanwhile: no longer on this page of the list</Text> : null}
  </Stack>
);

function ShipsBy({ row: { shipBy } }: { row: OrderRow }) {
  if (shipBy === null) return <Text as="span" tone="subdued">–</Text>;
  return <span title={shipBy.exact}>{shipBy.late ? <Text as="span" tone="critical">{`Late: ${shipBy.words}`}</Text> : shipBy.words}</span>;
}

export default function Orders() {
  const { page, after } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const { address } = page;
  const place = listPath(BASE, address.chosen, address);
  const file = useDownload();
  const list = useOrderList(page, place, after);
  const path = useSurfacePath();
  const navigate = useNavigate();
  const showRun = (runId: string) => navigate(path(`${place}${place.includes("?") ? "&" : "?"}run=${encodeURIComponent(runId)}`), { preventScrollReset: true });
  return (
    <Page title="Orders" actions={<HeaderActs page={page} list={list} file={file} />}>
      {file.problem === null ? null : <Banner tone="critical">{file.problem}</Banner>}
      {page.bulk === null ? null : <BulkPanel bulk={page.bulk} closeTo={place} say={say} />}
      <Section padding="edge">
        <ListHead page={page} say={say} />
        <BulkActs page={page} selection={list.selection} onBegun={showRun} />
        {list.rows.length === 0 ? <NothingFound page={page} /> : <OrderTable page={page} list={list} />}
        {list.rows.length === 0 ? null : (
          <Pagination label="Pages of orders" previousTo={previousPagePath(BASE, address)} nextTo={nextPagePath(BASE, address, page.nextCursor)} range={rangeWords(address, page.rows.length, ROWS_PER_PAGE)} />
        )}
      </Section>
      <Toast message={message} />
    </Page>
  );
}

/** The rows as they stand still under live data, and which of them are ticked. */
function useOrderList(page: OrdersPage, place: string, after: string) {
  const changedIds = useLiveOrders(after);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const clear = () => {
    setSelected(new Set());
    setAll(false);
  };
  useEffect(clear, [place]);
  const steady = useSteadyRows(place, page.rows);
  const choose = (next: ReadonlySet<string>) => {
    setSelected(next);
    setAll(false);
  };
  return { ...steady, changedIds, choose, selection: { ids: selected, all, clear, chooseAll: () => setAll(true) } };
}

type OrderList = ReturnType<typeof useOrderList>;

function OrderTable({ page, list }: { page: OrdersPage; list: OrderList }) {
  const { address, sort } = page;
  // What leaves first is asked for before what leaves last; of all else the newest and the largest.
  const first = (key: string) => (key === "ship-by" ? "up" : "down");
  const turned = (key: string) => (sort.by !== key ? first(key) : sort.direction === "down" ? "up" : "down");
  return (
    <Table
      caption="Orders"
      columns={columns(list.goneIds)}
      rows={list.rows}
      rowTo={(row) => `/orders/${encodeURIComponent(row.id)}`}
      changedIds={list.changedIds}
      sort={{ key: sort.by, direction: sort.direction, to: (key) => choosing(BASE, address, "sort", [`${key}:${turned(key)}`]) }}
      selection={{ selected: list.selection.ids, onChange: list.choose, labelOf: (row) => `order ${row.name}` }}
    />
  );
}

function ListHead({ page, say }: { page: OrdersPage; say: ReturnType<typeof useSaying>["say"] }) {
  const { address, tab } = page;
  const { search: _search, ...keep } = address.chosen;
  const tabs = page.tabs.map(({ id, title, count }) => ({ id, title, to: choosing(BASE, address, "tab", id === "all" ? [] : [id]), ...(count === null ? {} : { count }) }));
  return (
    <>
      <Filters
        key={JSON.stringify(keep)}
        tabs={{ label: "Orders by state", items: tabs, active: tab }}
        search={{ label: "Search orders", placeholder: "Search by order, name, e-mail or SKU", name: "search", value: firstChosen(address, "search"), keep }}
      />
      <Toolbar>
        <OrderViews page={page} say={say} />
        <OrderFilters page={page} />
      </Toolbar>
    </>
  );
}

/** New orders wait in the header, where their coming moves nothing of the list. */
function HeaderActs({ page, list, file }: { page: OrdersPage; list: OrderList; file: Downloading }) {
  const waiting = list.newCount === 1 ? "1 new order" : `${list.newCount} new orders`;
  const save = () => file.download(`/orders.csv?${listQuery(page.address.chosen)}`);
  return (
    <ButtonGroup>
      <VisuallyHidden live>{list.newCount === 0 ? "" : waiting}</VisuallyHidden>
      {list.newCount === 0 ? null : <Button label={`Show ${waiting}`} emphasis="primary" onPress={list.letIn} />}
      {list.rows.length === 0 ? null : <Button label="Export" accessibleLabel="Export this list as a CSV file" busy={file.busy} onPress={save} />}
    </ButtonGroup>
  );
}

const NOTHING_IN: Record<string, { title: string; text: string }> = {
  held: { title: "Nothing held", text: "An order shows here while a person, a payment or your shop holds it back." },
  late: { title: "Nothing late", text: "Every order that should have left by now has left." },
  backordered: { title: "Stock for all", text: "An order shows here when no location that may ship has what it needs." },
  attention: { title: "Nothing needs a look", text: "An order shows here when something happened to it that no machine can put right alone." },
};

function NothingFound({ page: { address, tab } }: { page: OrdersPage }) {
  const { tab: _tab, sort: _sort, ...narrowing } = address.chosen;
  if (firstChosen(address, "search") !== "") {
    return <EmptyState title="No order matches" action={{ label: "Clear the search", to: choosing(BASE, address, "search", []) }}>Search looks for whole words and their beginnings in order names, customers, e-mail addresses and SKUs.</EmptyState>;
  }
  if (Object.keys(narrowing).length > 0) return <EmptyState title="No order matches" action={{ label: "Clear the filters", to: choosing(BASE, { chosen: {} }, "tab", tab === "all" ? [] : [tab]) }}>Try fewer filters.</EmptyState>;
  const words = NOTHING_IN[tab];
  if (tab !== "all") return <EmptyState title={words?.title ?? "Nothing here"} action={{ label: "See all orders", to: BASE }}>{words?.text ?? "No order is in this state now."}</EmptyState>;
  return <EmptyState title="No orders yet" action={{ label: "Go to Home", to: "/" }}>Place a test order in your shop: it appears here by itself within seconds.</EmptyState>;
}
