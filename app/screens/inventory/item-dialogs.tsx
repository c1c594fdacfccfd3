import { useState } from "react";
import { Details, NumberField, Select, Stack, Text, TextField } from "../../ui";
import { ActDialog } from "../act-dialog";
import type { ItemPage } from "./item-page.server";
import type { LevelRow } from "./level-rows.server";
import { MOVABLE_WORDS, REASON_WORDS } from "./stock-words";

export interface Dialog {
  kind: "adjust" | "move" | "rule";
  row: LevelRow;
}

interface DialogProps {
  open: boolean;
  row: LevelRow;
  requestKey: string;
  onClose(): void;
  onDone(message: string): void;
}

const REASONS = Object.entries(REASON_WORDS).map(([value, label]) => ({ value, label }));
const MOVABLE = Object.entries(MOVABLE_WORDS).map(([value, label]) => ({ value, label }));

/** What stood in each state when the dialog opened: the change is refused if that is no longer so. */
const seen = (row: LevelRow): Record<string, number> => ({
  "on-hand": row.onHand, available: row.available, damaged: row.damaged, "quality-control": row.qualityControl, "safety-stock": row.safetyStock,
});

const Why = ({ problem, first }: { problem: string | undefined; first: string }) => (
  <>
    <Select name="reason" label="Reason" options={REASONS} defaultValue={first} />
    <TextField name="note" label="Note" hint="Stands in the activity, and in your shop where it keeps notes." maxLength={200} problem={problem} />
  </>
);

export function AdjustDialog({ open, row, requestKey, onClose, onDone }: DialogProps) {
  const [state, setState] = useState("on-hand");
  const [how, setHow] = useState("counted");
  const was = seen(row);
  const hidden = { act: "adjust", locationId: row.locationId, requestKey, ...Object.fromEntries(Object.entries(was).map(([name, units]) => [`expected.${name}`, `${units}`])) };
  return (
    <ActDialog open={open} title={`Adjust ${row.title} in ${row.location}`} label="Send to your shop" hidden={hidden} onClose={onClose} onDone={onDone}>
      {(problems) => (
        <Stack gap="loose">
          <Select name="state" label="State" defaultValue={state} onChange={setState} options={[{ value: "on-hand", label: "On hand" }, ...MOVABLE]} hint={state === "on-hand" ? "What is physically there. The difference goes to what is available: committed units are sold already." : undefined} />
          <Details items={[{ term: "It was", value: `${was[state] ?? 0}` }]} />
          <Select name="how" label="You give" defaultValue={how} onChange={setHow} options={[{ value: "counted", label: "The new count" }, { value: "delta", label: "The change" }]} />
          <NumberField name="units" label={how === "counted" ? "New count" : "Change"} hint={how === "counted" ? "As counted just now." : "Units to add; with a minus, to take away."} required min={how === "counted" ? 0 : undefined} problem={problems["units"] ?? problems["itemId"] ?? problems["locationId"]} />
          <Why problem={problems["note"]} first="cycle-count" />
        </Stack>
      )}
    </ActDialog>
  );
}

export function MoveDialog({ open, row, requestKey, onClose, onDone }: DialogProps) {
  const [from, setFrom] = useState("available");
  const was = seen(row);
  return (
    <ActDialog open={open} title={`Move units of ${row.title} in ${row.location}`} label="Send to your shop" hidden={{ act: "move", locationId: row.locationId, requestKey }} onClose={onClose} onDone={onDone}>
      {(problems) => (
        <Stack gap="loose">
          <Text>Units go from one state to another. What is on hand stays the same.</Text>
          <Select name="from" label="From" defaultValue={from} onChange={setFrom} options={MOVABLE.map((option) => ({ ...option, label: `${option.label} (${was[option.value] ?? 0})` }))} problem={problems["from"]} />
          <Select name="to" label="To" defaultValue="damaged" options={MOVABLE.map((option) => ({ ...option, label: `${option.label} (${was[option.value] ?? 0})` }))} problem={problems["to"]} />
          <NumberField name="units" label="Units" min={1} required hint={`At most ${Math.max(0, was[from] ?? 0)}.`} problem={problems["units"] ?? problems["itemId"] ?? problems["locationId"]} />
          <Why problem={problems["note"]} first="damaged" />
        </Stack>
      )}
    </ActDialog>
  );
}

export function RuleDialog({ open, row, page, requestKey, onClose, onDone }: DialogProps & { page: ItemPage }) {
  const rule = page.rules.find((each) => each.id === row.locationId);
  const live = page.storeStatus === "live";
  return (
    <ActDialog open={open} title={`Thresholds of ${row.title} in ${row.location}`} label="Save" hidden={{ act: "rule", locationId: row.locationId, requestKey }} onClose={onClose} onDone={onDone}>
      {(problems) => (
        <Stack gap="loose">
          <NumberField
            name="lowStockUnits" label="Low stock at" min={0} defaultValue={rule?.lowStockUnits ?? undefined} problem={problems["lowStockUnits"]}
            hint={page.storeLowStockUnits === null ? "Empty: as the store, which tells of none." : `Empty: as the store, at ${page.storeLowStockUnits}.`}
          />
          <NumberField
            name="safetyStockUnits" label="Safety stock" min={0} defaultValue={rule?.safetyStockUnits ?? undefined} problem={problems["safetyStockUnits"] ?? problems["locationId"]}
            hint={live ? `Units that your shop sets aside and sells to nobody: ${row.safetyStock} now. Empty: whatever stands there.` : "Can be set once Switchyard is live."} disabled={!live}
          />
          <TextField name="note" label="Note" maxLength={200} problem={problems["note"]} />
        </Stack>
      )}
    </ActDialog>
  );
}
