import { useLoaderData } from "@remix-run/react";
import { EmptyState, Link, Pagination, Section, Stack, Table, Text, Time, type Column } from "../../ui";
import { nextPagePath, previousPagePath, rangeWords } from "../list-address";
import type { ActivityRow } from "./activity.server";
import { SettingsPage } from "./settings-tabs";
import type { loader } from "./activity.server";

export { loader } from "./activity.server";
export const meta = () => [{ title: "Activity · Switchyard" }];

const BASE = "/settings/activity";
const PER_PAGE = 50;

const COLUMNS: Column<ActivityRow>[] = [
  { key: "what", title: "What", cell: (row) => <Stack gap="tight"><span>{row.what}</span>{row.detail === "" ? null : <Text as="span" size="small" tone="subdued">{row.detail}</Text>}</Stack> },
  { key: "about", title: "About", cell: (row) => (row.to === null ? row.about : <Link to={row.to}>{row.about}</Link>) },
  { key: "who", title: "Who", cell: (row) => row.who },
  { key: "why", title: "Why", cell: (row) => row.reason ?? <Text as="span" tone="subdued">No reason asked</Text> },
  { key: "at", title: "When", cell: (row) => <Time at={row.at} /> },
];

export default function Activity() {
  const { page } = useLoaderData<typeof loader>();
  const { address, rows, nextCursor } = page;
  return (
    <SettingsPage active="activity">
      <Section padding="edge">
        {rows.length === 0 ? <EmptyState title="Nothing was done yet" action={{ label: "See all orders", to: "/orders" }}>Whoever changes stock, locations, settings or keys is written down here. What is done to an order stands on the order.</EmptyState> : (
          <>
            <Table caption="Who did what, newest first" columns={COLUMNS} rows={rows} />
            <Pagination label="Pages of the activity log" previousTo={previousPagePath(BASE, address)} nextTo={nextPagePath(BASE, address, nextCursor)} range={rangeWords(address, rows.length, PER_PAGE)} />
          </>
        )}
      </Section>
    </SettingsPage>
  );
}
