import { EmptyState, Grid, Section, Stat, Table, Text, type Column } from "../../ui";
import { formatMoney } from "../money";
import type { ObservedRow } from "./observed.server";
import type { SetupPage } from "./setup-page.server";

const columns = (currency: string): Column<ObservedRow>[] => [
  { key: "order", title: "Order", cell: (row) => row.name },
  { key: "before", title: "Your shop had it in", cell: (row) => row.before },
  { key: "after", title: "It would ship from", cell: (row) => row.after },
  { key: "parcels", title: "Parcels", align: "end", cell: (row) => (row.parcelsBefore === null ? row.parcelsAfter : `${row.parcelsBefore} → ${row.parcelsAfter}`) },
  { key: "saved", title: "Saved", align: "end", cell: (row) => (row.savedMinor === null ? <Text as="span">It could not have shipped</Text> : formatMoney(row.savedMinor, currency)) },
];

export function ObserveStep({ page: { observed } }: { page: SetupPage }) {
  if (observed.decided + observed.unroutable === 0) {
    return (
      <Section title="What would have been different">
        <EmptyState title="No order was decided on yet" action={{ label: "See all orders", to: "/orders" }}>Orders that come in, and open ones that were imported, are decided on within seconds. What Switchyard would have done otherwise shows here.</EmptyState>
      </Section>
    );
  }
  return (
    <>
      <Section title="What would have been different">
        <Grid>
          <Stat value={`${observed.decided}`} label={observed.decided === 1 ? "Order decided" : "Orders decided"} note="Among your newest" to="/orders" />
          <Stat value={`${observed.elsewhere}`} label="Would go elsewhere" note="Than your shop put them" tone={observed.elsewhere === 0 ? "neutral" : "info"} />
          <Stat value={`${observed.parcelsSaved}`} label={observed.parcelsSaved === 1 ? "Parcel saved" : "Parcels saved"} note={observed.parcelsSaved < 0 ? "More parcels, for less money" : "Against your shop's routing"} tone={observed.parcelsSaved > 0 ? "positive" : "neutral"} />
          <Stat value={formatMoney(observed.savedMinor, observed.currency)} label="Saved" note="Postage and handling by your policy" tone={observed.savedMinor > 0 ? "positive" : "neutral"} />
          <Stat value={`${observed.unroutable}`} label="Wait for stock" note={observed.unroutable === 0 ? "Stock for all" : "No location has the goods"} tone={observed.unroutable === 0 ? "neutral" : "attention"} to="/orders?tab=backordered" />
        </Grid>
      </Section>
      <Section title="The orders that differ most" padding="edge">
        {observed.rows.length === 0
          ? <EmptyState title="None differs">Switchyard would have shipped every order from where your shop put it.</EmptyState>
          : <Table caption="Orders that would ship from elsewhere, the largest difference first" columns={columns(observed.currency)} rows={observed.rows} rowTo={(row) => `/orders/${encodeURIComponent(row.id)}`} />}
      </Section>
    </>
  );
}
