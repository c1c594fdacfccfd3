import { useLoaderData } from "@remix-run/react";
import { Badge, ButtonGroup, Page, Progress, Section, Stack, Tabs, Text, Toast } from "../../ui";
import { ActButton, useSaying, type Say } from "../act-dialog";
import { STORE_STATES } from "../home/store-mode";
import { useRefresh } from "../use-refresh";
import { GoLiveStep } from "./go-live-step";
import { ImportStep } from "./import-step";
import { LocationsStep } from "./locations-step";
import { ObserveStep } from "./observe-step";
import { RoutingStep } from "./routing-step";
import type { SetupPage } from "./setup-page.server";
import type { loader } from "./setup.server";

export { action, loader } from "./setup.server";
export const meta = () => [{ title: "Setup · Switchyard" }];

export default function Setup() {
  const { page } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const under = page.imports.rows.some((row) => row.status === "running") || page.takeOver?.status === "running";
  useRefresh(under);
  const done = page.steps.filter((step) => step.done).length;
  const current = page.steps.find((step) => step.id === page.step);
  return (
    <Page
      title="Setup"
      badge={<Badge {...STORE_STATES[page.status]} />}
      subtitle="Five steps, in any order that you like. Leave whenever you want: what is done stays done."
      back={{ label: "Home", to: "/" }}
      actions={page.dismissed ? <ActButton label="Show on Home again" hidden={{ act: "show" }} onDone={say} /> : <ActButton label="Put the setup aside" hidden={{ act: "dismiss" }} onDone={say} />}
    >
      <Section><Progress label="Steps done" done={done} total={page.steps.length} /></Section>
      <Tabs label="Steps of the setup" active={page.step} items={page.steps.map((step, index) => ({ id: step.id, title: `${index + 1}. ${step.title}${step.done ? " ✓" : ""}`, to: `/setup?step=${step.id}` }))} />
      <Step page={page} say={say} />
      <Section>
        <Stack direction="across" align="spread">
          <Text as="span">{current?.done ? `${current.title} is done.` : NEXT[page.step]}</Text>
          <ButtonGroup>
            {current?.done
              ? <ActButton label="Not done yet" accessibleLabel={`Mark ${current.title} as not done`} hidden={{ act: "reopen", step: page.step }} onDone={say} />
              : <ActButton label="Mark as done" accessibleLabel={`Mark ${current?.title ?? "this step"} as done`} emphasis={page.step === "go-live" ? "secondary" : "primary"} hidden={{ act: "finish", step: page.step }} onDone={say} />}
          </ButtonGroup>
        </Stack>
      </Section>
      <Toast message={message} />
    </Page>
  );
}

const NEXT: Record<SetupPage["step"], string> = {
  import: "You need not wait: the import goes on while you look at the other steps.",
  locations: "Right as they are? Then go on with routing.",
  routing: "You can change it at any time; orders that are decided keep their plan.",
  observe: "Look at it for as long as you like. Nothing is written to your shop.",
  "go-live": "You can pause or go back to observing at any time.",
};

function Step({ page, say }: { page: SetupPage; say: Say }) {
  switch (page.step) {
    case "import": return <ImportStep page={page} say={say} />;
    case "locations": return <LocationsStep page={page} />;
    case "routing": return <RoutingStep page={page} say={say} />;
    case "observe": return <ObserveStep page={page} />;
    case "go-live": return <GoLiveStep page={page} say={say} />;
  }
}
