import { Button, ChoiceList, Popover } from "@shopify/polaris";
import { useState } from "react";
import type { Kit } from "../contract";
import { selectionWords } from "../plain/filter-menu";

export const FilterMenu: Kit["FilterMenu"] = ({ label, options, selected, single, onChange }) => {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const activator = <Button ariaExpanded={open} disclosure={open ? "up" : "down"} onClick={() => setOpen((was) => !was)}>{selectionWords(label, { options, selected })}</Button>;
  return (
    <Popover active={open} onClose={close} autofocusTarget="first-node" activator={activator} preferredAlignment="left">
      <Popover.Section>
        <ChoiceList title={label} titleHidden allowMultiple={!single} choices={options} selected={selected} onChange={onChange} />
      </Popover.Section>
      <Popover.Section>
        <Button variant="plain" disabled={selected.length === 0} onClick={() => { close(); onChange([]); }}>Clear</Button>
      </Popover.Section>
    </Popover>
  );
};
