import { useState } from "react";
import { Banner, Button, FieldRow, Stack, Text, TextField } from "../../ui";
import { readHolidayList, type Holiday } from "../calendar-words";

interface HolidaysProps {
  holidays: Holiday[];
  problems: Record<string, string>;
  onChanged(): void;
}

interface Row extends Holiday {
  key: number;
}

/** The days on which a location does not ship: one a row, or many pasted at once. */
export function Holidays({ holidays, problems, onChanged }: HolidaysProps) {
  const [rows, setRows] = useState<Row[]>(() => holidays.map((holiday, key) => ({ ...holiday, key })));
  const [pasting, setPasting] = useState(false);
  const change = (next: Row[]) => {
    setRows(next);
    onChanged();
  };
  const nextKey = rows.reduce((most, row) => Math.max(most, row.key), 0) + 1;
  const add = (added: Holiday[]) => change([...rows, ...added.map((holiday, index) => ({ ...holiday, key: nextKey + index }))]);
  return (
    <Stack>
      <Text as="h3">Holidays</Text>
      {problems["holidays"] === undefined ? null : <Banner tone="critical">{problems["holidays"]}</Banner>}
      {rows.length === 0 ? <Text tone="subdued">None. It ships on all working days.</Text> : rows.map((row, index) => (
        <FieldRow key={row.key}>
          <TextField name="holidays.date" label={`Day ${index + 1}`} labelHidden kind="date" defaultValue={row.date} problem={problems[`holidays.${index}`]} />
          <TextField name="holidays.name" label={`Name of day ${index + 1}`} labelHidden placeholder="Name" defaultValue={row.name} maxLength={80} />
          <Button label="Remove" accessibleLabel={`Remove ${row.name === "" ? `day ${index + 1}` : row.name}`} onPress={() => change(rows.filter((each) => each.key !== row.key))} />
        </FieldRow>
      ))}
      <Stack direction="across">
        <Button label="Add a holiday" onPress={() => add([{ date: "", name: "" }])} />
        <Button label={pasting ? "Do not paste" : "Paste a list"} emphasis="plain" onPress={() => setPasting(!pasting)} />
      </Stack>
      {pasting ? <Pasting onAdd={(added) => { add(added); setPasting(false); }} /> : null}
    </Stack>
  );
}

function Pasting({ onAdd }: { onAdd(holidays: Holiday[]): void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = () => {
    const field = document.querySelector<HTMLTextAreaElement>("textarea[name='holidays.pasted']");
    const { holidays, unread } = readHolidayList(field?.value ?? "");
    if (unread.length > 0) setProblem(`No date was found in: ${unread.slice(0, 3).join("; ")}. Write dates as 2026-12-25.`);
    else if (holidays.length === 0) setProblem("Paste at least one line.");
    else onAdd(holidays);
  };
  return (
    <Stack>
      <TextField name="holidays.pasted" label="List of holidays" lines={5} placeholder="2026-12-25 Christmas Day" hint="One a line: the date, then the name. Nothing is saved until you save the location." problem={problem} />
      <span><Button label="Add these" onPress={take} /></span>
    </Stack>
  );
}
