import { Banner, Checkbox, Stack, Text } from "../../ui";

/** Why a form of a draft was not saved. Where somebody else was first (`problem`), what was typed can be kept as a draft of its own. */
export const NotSaved = ({ problem }: { problem: string | null }) => (
  <Banner tone="critical" title="Not saved">
    <Stack>
      <Text>{problem ?? "Look at the fields that are marked below."}</Text>
      {problem === null ? null : <Checkbox name="copy" label="Save it as a draft of its own" />}
    </Stack>
  </Banner>
);
