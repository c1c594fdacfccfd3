import { Badge, Banner, EmptyState, Link, Progress, Section, Stack, Text } from "../../ui";
import { ActButton } from "../act-dialog";
import { progressWords, type RunRow } from "../run-words";
import type { SetupPage } from "./setup-page.server";

const MEANINGS: Partial<Record<RunRow["kind"], { title: string; to: string; link: string }>> = {
  "import-locations": { title: "Locations", to: "/locations", link: "See the locations" },
  "import-items": { title: "Items and stock", to: "/inventory", link: "See the stock" },
  "import-orders": { title: "Recent orders", to: "/orders", link: "See the orders" },
};

export const ImportStep = ({ page, say }: { page: SetupPage; say(text: string, tone?: "neutral" | "critical"): void }) => {
  const { rows, limits } = page.imports;
  const stopped = rows.some((row) => row.status === "failed" || row.status === "cancelled");
  return (
    <Section title="Read your shop" actions={stopped || rows.length === 0 ? <ActButton label={rows.length === 0 ? "Begin the import" : "Try again"} emphasis="primary" hidden={{ act: "retry-import" }} onDone={say} /> : undefined}>
      {rows.length === 0 ? <EmptyState title="Nothing was read yet">Locations, items with their stock, and the orders of the last 60 days are read from your shop. It changes nothing there.</EmptyState> : (
        <Stack gap="loose">{rows.map((row) => <Import key={row.id} row={row} />)}</Stack>
      )}
      {limits.map((limit) => <Banner key={limit} tone="info" title="Older orders are not imported">{limit}</Banner>)}
    </Section>
  );
};

function Import({ row }: { row: RunRow }) {
  const meaning = MEANINGS[row.kind];
  const title = meaning?.title ?? row.what;
  return (
    <Stack gap="tight">
      <Stack direction="across" align="spread">
        <Stack direction="across"><Text as="h3">{title}</Text><Badge {...row.state} /></Stack>
        {meaning === undefined ? null : <Link to={meaning.to}>{meaning.link}</Link>}
      </Stack>
      {row.total === null || row.status === "done" ? <Text tone="subdued">{row.status === "done" ? `${progressWords(row)} read` : `${row.done} read so far`}</Text> : <Progress label={`${title} read`} done={row.done} total={row.total} />}
      {row.problem === null ? null : <Banner tone={row.status === "failed" ? "critical" : "attention"} title={row.status === "running" ? "It goes on by itself" : "It stopped here"}>{row.problem}</Banner>}
    </Stack>
  );
}
