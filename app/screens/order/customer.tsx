import { Details, Link, Stack, Text, Time } from "../../ui";
import type { CustomerView } from "./customer.server";
import type { OrderPage } from "./order-page.server";

/** Who ordered, where it goes, and what the order itself says. */
export function Customer({ page }: { page: OrderPage }) {
  const order = [
    { term: "Placed", value: <Time at={page.placedAt} /> },
    ...(page.shipBy === null ? [] : [{ term: "Ships by", value: <span title={page.shipBy.exact}>{page.shipBy.late ? <Text as="span" tone="critical">{`Late: ${page.shipBy.words}`}</Text> : page.shipBy.words}</span> }]),
    { term: "Total", value: page.total },
    ...(page.tags.length === 0 ? [] : [{ term: "Tags", value: page.tags.join(", ") }]),
  ];
  const destination = page.destination === null ? [] : [{ term: "Ships to", value: page.destination }];
  const profile = page.profile === null ? [] : [{ term: "Profile", value: <Link to={page.profile.to}>{page.profile.orders === 1 ? "First order" : `${page.profile.orders} orders`}</Link> }];
  if (page.customer === "none" || page.customer === "gone") {
    const why = page.customer === "none" ? "Your shop gave no customer with this order." : "The customer's details were erased, or your shop does not share them.";
    return <Stack><Text tone="subdued">{why}</Text><Details items={[...profile, ...destination, ...order]} /></Stack>;
  }
  return <Details items={[...contactItems(page.customer, destination), ...profile, ...order]} />;
}

const contactItems = ({ name, email, phone, address }: CustomerView, destination: { term: string; value: string }[]) => [
  { term: "Name", value: name ?? "Not given" },
  ...(email === null ? [] : [{ term: "E-mail", value: <Link to={`mailto:${email}`} external>{email}</Link> }]),
  ...(phone === null ? [] : [{ term: "Phone", value: phone }]),
  ...(address.length === 0 ? destination : [{ term: "Ships to", value: <Stack gap="tight">{address.map((line) => <span key={line}>{line}</span>)}</Stack> }]),
];
