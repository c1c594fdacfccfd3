import { List, Section, Stack, Text, Time } from "../../ui";
import type { RefundView } from "./refunds.server";

export const Refunds = ({ refunds }: { refunds: RefundView[] }) =>
  refunds.length === 0 ? null : (
    <Section title="Refunds">
      <Stack gap="loose">
        {refunds.map((refund) => (
          <Stack key={refund.id} gap="tight">
            <Stack direction="across"><Text as="strong">{refund.amount}</Text><Text as="span" tone="subdued"><Time at={refund.at} /></Text></Stack>
            {refund.lines.length === 0 ? <Text tone="subdued">Money only: no goods were named.</Text> : <List items={refund.lines.map((line, index) => ({ key: `${index} ${line}`, content: line }))} />}
          </Stack>
        ))}
      </Stack>
    </Section>
  );
