import { Section, Stack, Table, Text, type Column } from "../../ui";
import type { LineRow } from "./lines.server";

const COLUMNS: Column<LineRow>[] = [
  { key: "item", title: "Item", cell: (line) => <Stack gap="tight"><span>{line.title}</span><Text as="span" size="small" tone="subdued">{line.sku === "" ? "No SKU" : line.sku}</Text></Stack> },
  { key: "ordered", title: "Ordered", align: "end", cell: (line) => (line.removed > 0 ? `${line.quantity} (${line.removed} removed)` : line.quantity) },
  { key: "shipped", title: "Shipped", align: "end", cell: (line) => (line.requiresShipping ? line.shipped : "Nothing to ship") },
  { key: "price", title: "Price", align: "end", cell: (line) => line.price },
];

/** What was ordered; what was bought as a bundle stands together under its name. */
export function Lines({ lines, orderName }: { lines: LineRow[]; orderName: string }) {
  const bundles = [...new Map(lines.flatMap(({ bundle }) => (bundle === null ? [] : [[bundle.id, bundle] as const]))).values()];
  const single = lines.filter((line) => line.bundle === null);
  return (
    <>
      {single.length === 0 ? null : <Section title="Lines" padding="edge"><Table caption={`Lines of order ${orderName}`} columns={COLUMNS} rows={single} /></Section>}
      {bundles.map(({ id, title }) => (
        <Section key={id} title={`Bundle: ${title}`} padding="edge">
          <Table caption={`Parts of the bundle ${title} in order ${orderName}`} columns={COLUMNS} rows={lines.filter((line) => line.bundle?.id === id)} />
        </Section>
      ))}
    </>
  );
}
