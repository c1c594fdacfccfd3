import { useState } from "react";
import { Details, NumberField, Select, Stack, Text, TextField } from "../../ui";
import { ActDialog } from "../act-dialog";
import type { ItemPage } from "./item-page.server";
import type { LevelRow } from "./level-rows.server";
import { MOVABLE_WORDS, REASON_WORDS } from "./stock-words";

interface DialogProps {
  open: boolean;
  row: LevelRow;
  page: ItemPage;
  requestKey: string;
  onClose(): void;
  onDone(message: string): void;
}

type What = "adjust" | "move" | "rule";

const REASONS = Object.entries(REASON_WORDS).map(([value, label]) => ({ value, label }));
const MOVABLE = Object.entries(MOVABLE_WORDS).map(([value, label]) => ({ value, label }));

/** What stood in each state when the dialog opened: the change is refused if that is no longer so. */
const seen = (row: LevelRow): Record<string, number> => ({
  "on-hand": row.onHand, available: row.available, damaged: row.damaged, "quality-control": row.qualityControl, "safety-stock": row.safetyStock,
});

/** All that can be changed about an item at a location, one thing at a time. */
export function ChangeDialog({ open, row, page, requestKey, onClose, onDone }: DialogProps) {
  const live = page.storeStatus === "live";
  const [what, setWhat] = useState<What>(live ? "adjust" : "rule");
  const was = seen(row);
  const expected = Object.fromEntries(Object.entries(was).map(([name, units]) => [`expected.${name}`, `${units}`]));
  return (
    <ActDialog
      open={open} title={`Change ${page.title} in ${row.location}`} label={what === "rule" ? "Save" : "Send to your shop"}
      hidden={{ act: what, locationId: row.locationId, requestKey, ...expected }} onClose={onClose} onDone={onDone}
    >
      {(problems) => (
        <Stack gap="loose">
          <Select
            name="what" label="What" defaultValue={what} onChange={(value) => setWhat(value === "move" ? "move" : value === "rule" ? "rule" : "adjust")}
            options={[{ value: "adjust", label: "Adjust a quantity", disabled: !live }, { value: "move", label: "Move units between states", disabled: !live }, { value: "rule", label: "Thresholds and safety stock" }]}
          />
          {what === "adjust" ? <AdjustFields was={was} problems={problems} /> : null}
          {what === "move" ? <MoveFields was={was} problems={problems} /> : null}
          {what === "rule" ? <RuleFields row={row} page={page} problems={problems} /> : null}
        </Stack>
      )}
    </ActDialog>
  );
}

interface FieldsProps {
  was: Record<string, number>;
  problems: Record<string, string>;
}

const Why = ({ problem, first }: { problem: string | undefined; first: string }) => (
  <>
    <Select name="reason" label="Reason" options={REASONS} defaultValue={first} />
    <TextField name="note" label="Note" hint="Stands in the activity, and in your shop where it keeps notes." maxLength={200} problem={problem} />
  </>
);

function AdjustFields({ was, problems }: FieldsProps) {
  const [state, setState] = useState("on-hand");
  const [how, setHow] = useState("counted");
  return (
    <>
      <Select
        name="state" label="State" defaultValue={state} onChange={setState} options={[{ value: "on-hand", label: "On hand" }, ...MOVABLE]}
        hint={state === "on-hand" ? "What is physically there. The difference goes to what is available: committed units are sold already." : undefined}
      />
      <Details items={[{ term: "It was", value: `${was[state] ?? 0}` }]} />
      <Select name="how" label="You give" defaultValue={how} onChange={setHow} options={[{ value: "counted", label: "The new count" }, { value: "delta", label: "The change" }]} />
      <NumberField
        name="units" label={how === "counted" ? "New count" : "Change"} required min={how === "counted" ? 0 : undefined} problem={problems["units"] ?? problems["itemId"] ?? problems["locationId"]}
        hint={how === "counted" ? "As counted just now." : "Units to add; with a minus, to take away."}
      />
      <Why problem={problems["note"]} first="cycle-count" />
    </>
  );
}

function MoveFields({ was, problems }: FieldsProps) {
  const [from, setFrom] = useState("available");
  const options = MOVABLE.map((option) => ({ ...option, label: `${option.label} (${was[option.value] ?? 0})` }));
  return (
    <>
      <Text>Units go from one state to another. What is on hand stays the same.</Text>
      <Select name="from" label="From" defaultValue={from} onChange={setFrom} options={options} problem={problems["from"]} />
      <Select name="to" label="To" defaultValue="damaged" options={options} problem={problems["to"]} />
      <NumberField name="units" label="Units" min={1} required hint={`At most ${Math.max(0, was[from] ?? 0)}.`} problem={problems["units"] ?? problems["itemId"] ?? problems["locationId"]} />
      <Why problem={problems["note"]} first="damaged" />
    </>
  );
}

function RuleFields({ row, page, problems }: { row: LevelRow; page: ItemPage; problems: Record<string, string> }) {
  const rule = page.rules.find((each) => each.id === row.locationId);
  return (
    <>
      <NumberField
        name="lowStockUnits" label="Low stock at" min={0} defaultValue={rule?.lowStockUnits ?? undefined} problem={problems["lowStockUnits"]}
        hint={page.storeLowStockUnits === null ? "Empty: as the store, which tells of none." : `Empty: as the store, at ${page.storeLowStockUnits}.`}
      />
      {page.storeStatus === "live" ? (
        <NumberField
          name="safetyStockUnits" label="Safety stock" min={0} defaultValue={rule?.safetyStockUnits ?? undefined} problem={problems["safetyStockUnits"] ?? problems["locationId"]}
          hint={`Units that your shop sets aside and sells to nobody: ${row.safetyStock} now. Empty: whatever stands there.`}
        />
      ) : (
        <>
          <input type="hidden" name="safetyStockUnits" value={rule?.safetyStockUnits ?? ""} />
          <Text tone="subdued">Safety stock can be set once Switchyard is live in this store.</Text>
        </>
      )}
      <TextField name="note" label="Note" maxLength={200} problem={problems["note"]} />
    </>
  );
}
