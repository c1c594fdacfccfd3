import { ColumnChart, Columns, Grid, Section, Stack, Stat } from "../../ui";
import type { HomePage } from "./home-page.server";

/** Today's figures, and the two pictures that tell whether today is like other days. */
export function Today({ page: { today, ordersByHour, parcelsByDay, savings, store } }: { page: HomePage }) {
  const figure = (value: number) => value.toLocaleString("en-US");
  return (
    <Section title="Today">
      <Stack gap="loose">
        <Grid>
          <Stat value={figure(today.orders)} label={today.orders === 1 ? "Order placed" : "Orders placed"} to={`/orders?from=${today.date}`} />
          <Stat value={figure(today.routed)} label="Routed" note="Of today's orders" to={`/orders?tab=to-ship&from=${today.date}`} />
          <Stat value={figure(today.shipped)} label="Orders shipped" note={today.medianToShip === null ? "No parcel today" : `Median ${today.medianToShip} to ship`} tone={today.shipped > 0 ? "positive" : "neutral"} to="/orders?tab=shipped" />
          {store.status === "live" ? <Saved savings={savings} /> : null}
        </Grid>
        <Columns even main={<OrdersByHour hours={ordersByHour} />} side={<ParcelsByDay days={parcelsByDay} />} />
      </Stack>
    </Section>
  );
}

function Saved({ savings: { money, parcels, together } }: Pick<HomePage, "savings">) {
  const fewer = parcels > 0 ? `${parcels} ${parcels === 1 ? "parcel" : "parcels"} fewer than by your shop's own routing` : "Against your shop's own routing";
  const note = [money === "" ? "Nothing yet, against your shop's own routing" : fewer, ...(together === "" ? [] : [`${together} by planning waiting orders together`])].join(" · ");
  return <Stat value={money === "" ? "–" : money} label="Saved this week" note={note} tone={money === "" ? "neutral" : "positive"} />;
}

function OrdersByHour({ hours }: { hours: HomePage["ordersByHour"] }) {
  const most = hours.reduce((best, hour) => (hour.orders > best.orders ? hour : best), { hour: "", orders: 0 });
  const sum = hours.reduce((total, { orders }) => total + orders, 0);
  return (
    <ColumnChart
      caption="Orders by hour, today"
      columns={["Hour", "Orders"]}
      bars={hours.map(({ hour, orders }) => ({ label: hour, value: orders, text: `${orders}` }))}
      summary={sum === 0 ? "No order yet today." : `${sum} so far. Most from ${most.hour}:00 on: ${most.orders}.`}
    />
  );
}

const perOrder = ({ parcels, orders }: { parcels: number; orders: number }): number => (orders === 0 ? 0 : parcels / orders);

function ParcelsByDay({ days }: { days: HomePage["parcelsByDay"] }) {
  const sums = days.reduce((sum, day) => ({ parcels: sum.parcels + day.parcels, orders: sum.orders + day.orders }), { parcels: 0, orders: 0 });
  return (
    <ColumnChart
      caption="Parcels per order, last 7 days"
      columns={["Day", "Parcels per order"]}
      bars={days.map((day) => ({ label: day.day, value: perOrder(day), text: day.orders === 0 ? "Nothing shipped" : `${perOrder(day).toFixed(2)} (${day.parcels} for ${day.orders})` }))}
      summary={sums.orders === 0 ? "Nothing shipped in these days." : `${perOrder(sums).toFixed(2)} on average: ${sums.parcels} parcels for ${sums.orders} orders.`}
    />
  );
}
