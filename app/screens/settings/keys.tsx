import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Badge, Banner, Button, Checkbox, Code, EmptyState, Section, Stack, Table, Text, TextField, Time, Toast, type Column } from "../../ui";
import { ActDialog, useSaying } from "../act-dialog";
import type { KeyAnswer, KeyRow } from "./keys.server";
import { SettingsPage } from "./settings-tabs";
import type { loader } from "./keys.server";

export { action, loader } from "./keys.server";
export const meta = () => [{ title: "API keys · Switchyard" }];

const columns = (revoke: (row: KeyRow) => void): Column<KeyRow>[] => [
  { key: "name", title: "Name", cell: (row) => <Stack gap="tight"><span>{row.name}</span><Text as="span" size="small" tone="subdued">{`ends in ${row.ending}`}</Text></Stack> },
  { key: "rights", title: "May", cell: (row) => (row.mayWrite ? "Read and write" : "Read") },
  { key: "created", title: "Created", cell: (row) => <Stack gap="tight"><Time at={row.createdAt} /><Text as="span" size="small" tone="subdued">{row.createdBy}</Text></Stack> },
  { key: "state", title: "State", cell: (row) => (row.revokedAt === null ? <Badge tone="positive" label="Works" /> : <Stack gap="tight"><span><Badge tone="neutral" label="Revoked" /></span><Time at={row.revokedAt} /></Stack>) },
  { key: "act", title: "Actions", cell: (row) => (row.revokedAt === null ? <Button label="Revoke" accessibleLabel={`Revoke the key ${row.name}`} destructive onPress={() => revoke(row)} /> : <Text as="span" tone="subdued">None</Text>) },
];

export default function Keys() {
  const { keys } = useLoaderData<typeof loader>();
  const { message, say } = useSaying();
  const [revoking, setRevoking] = useState<KeyRow | null>(null);
  return (
    <SettingsPage active="keys">
      <Section title="New key">
        <NewKey />
      </Section>
      <Section title="Keys" padding="edge">
        {keys.length === 0 ? <EmptyState title="No keys yet">Create one above for each program that reads or writes your orders and stock, such as an ERP or a warehouse system.</EmptyState> : <Table caption="API keys" columns={columns(setRevoking)} rows={keys} />}
      </Section>
      <ActDialog
        open={revoking !== null} title={`Revoke the key ${revoking?.name ?? ""}?`} label="Revoke" destructive hidden={{ act: "revoke", keyId: revoking?.id ?? "" }}
        onClose={() => setRevoking(null)} onDone={say}
      >
        {(problems) => (
          <Stack gap="loose">
            <Text>The program that uses it is turned away from now on. This cannot be undone; a new key can be made at any time.</Text>
            <TextField name="reason" label="Reason" required maxLength={200} problem={problems["reason"]} />
          </Stack>
        )}
      </ActDialog>
      <Toast message={message} />
    </SettingsPage>
  );
}

function NewKey() {
  const fetcher = useFetcher<KeyAnswer>();
  const [made, setMade] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok !== true || answer.key === undefined) return;
    setMade(answer.key);
    setRound((count) => count + 1);
  }, [answer]);
  const refused = answer !== undefined && !answer.ok ? answer : null;
  return (
    <Stack gap="loose">
      {made === null ? null : <Shown secret={made} onPutAway={() => setMade(null)} />}
      <fetcher.Form method="post" key={round} noValidate>
        <input type="hidden" name="act" value="create" />
        <Stack gap="loose">
          {refused?.problem ? <Banner tone="critical">{refused.problem}</Banner> : null}
          <TextField name="name" label="Name" hint="What the key is for, such as ERP." required maxLength={60} problem={refused?.problems["name"]} />
          <Checkbox name="mayWrite" label="It may also write" hint="Without it, it reads orders, stock and locations and changes nothing." />
          <span><Button submit label="Create key" emphasis="primary" busy={fetcher.state !== "idle"} /></span>
        </Stack>
      </fetcher.Form>
    </Stack>
  );
}

/** A key, seen this once: it is in this page's memory and nowhere else. */
function Shown({ secret, onPutAway }: { secret: string; onPutAway(): void }) {
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const copy = () => void navigator.clipboard.writeText(secret).then(() => setCopied("yes"), () => setCopied("failed"));
  return (
    <Stack>
      <Banner tone="attention" title="Copy the key now">It is shown this once and stored nowhere. Whoever has it can read your orders.</Banner>
      <Code text={secret} />
      <Stack direction="across">
        <Button label="Copy key" onPress={copy} />
        <Button label="I have copied it" emphasis="plain" onPress={onPutAway} />
        <span role="status">{copied === "yes" ? "Copied." : copied === "failed" ? "The browser did not allow copying: select the key and copy it by hand." : ""}</span>
      </Stack>
    </Stack>
  );
}
