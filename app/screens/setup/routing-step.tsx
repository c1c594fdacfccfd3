import { Badge, Details, Link, Section, Stack, Text } from "../../ui";
import { ActButton } from "../act-dialog";
import type { PresetRow, SetupPage } from "./setup-page.server";

export const RoutingStep = ({ page, say }: { page: SetupPage; say(text: string, tone?: "neutral" | "critical"): void }) => (
  <>
    <Section title="Choose what matters most">
      <Text>{page.policy === null ? "No policy is in use yet." : `In use: “${page.policy.name}”, version ${page.policy.version}. ${page.presets.some((preset) => preset.inUse) ? "" : "It was made by hand; choosing one of these replaces it."}`}</Text>
      <Text>Costs, your own rates, rules and promises are set under <Link to="/policy">Routing</Link>: a draft of them shows what it would change before it counts.</Text>
      <Text tone="subdued">{page.comparedOrders === 0 ? "As soon as there are orders, each is compared on them here." : `Compared on your ${page.comparedOrders} newest orders, at the same rates: those that a small shipper pays.`}</Text>
    </Section>
    {page.presets.map((preset) => <Preset key={preset.id} preset={preset} say={say} />)}
  </>
);

const Preset = ({ preset, say }: { preset: PresetRow; say(text: string, tone?: "neutral" | "critical"): void }) => (
  <Section
    title={preset.title}
    actions={preset.inUse ? <Badge tone="positive" label="In use" /> : <ActButton label="Choose" accessibleLabel={`Choose ${preset.title}`} hidden={{ act: "preset", preset: preset.id }} onDone={say} />}
  >
    <Stack>
      <Text>{preset.wants}</Text>
      <Text><strong>What it costs: </strong>{preset.price}{preset.surcharge === null ? "" : ` In explanations ${preset.surcharge}, which is no money that you pay.`}</Text>
      {preset.effect === null ? null : (
        <Details
          items={[
            { term: "Parcels", value: `${preset.effect.parcels} for ${preset.effect.orders} orders` },
            { term: "Postage and handling", value: preset.effect.postage },
            { term: "Average way", value: preset.effect.averageKm === null ? "Not known" : `${preset.effect.averageKm.toLocaleString("en-US")} km` },
          ]}
        />
      )}
    </Stack>
  </Section>
);
