import { ActionList, Button as PolarisButton, ButtonGroup as PolarisButtonGroup, Modal, Popover } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { Kit } from "../contract";
import { useReturnFocus } from "../plain/return-focus";
import { submitForm } from "../plain/save-bar";
import { PlainToast } from "../plain/toast";
import { useSurfacePath } from "../surface";

const VARIANTS = { primary: "primary", secondary: "secondary", plain: "plain" } as const;

export const Button: Kit["Button"] = ({ label, accessibleLabel, emphasis = "secondary", destructive, disabled, busy, submit, to, onPress }) => {
  const path = useSurfacePath();
  return (
    <PolarisButton
      variant={VARIANTS[emphasis]}
      tone={destructive ? "critical" : undefined}
      accessibilityLabel={accessibleLabel}
      disabled={disabled}
      loading={busy}
      submit={submit}
      url={to === undefined ? undefined : path(to)}
      onClick={onPress}
    >
      {label}
    </PolarisButton>
  );
};

export const ButtonGroup: Kit["ButtonGroup"] = ({ children }) => <PolarisButtonGroup>{children}</PolarisButtonGroup>;

export const Menu: Kit["Menu"] = ({ label, disabled, items }) => {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Popover active={open} onClose={close} autofocusTarget="first-node" activator={<PolarisButton disclosure disabled={disabled} onClick={() => setOpen((was) => !was)}>{label}</PolarisButton>}>
      <ActionList
        actionRole="menuitem"
        items={items.map((item) => ({ content: item.label, destructive: item.destructive, disabled: item.disabled, onAction: item.onSelect }))}
        onActionAnyItem={close}
      />
    </Popover>
  );
};

export const Dialog: Kit["Dialog"] = ({ open, title, onClose, primary, children }) => {
  useReturnFocus(open);
  return (
    <Modal
      open={open}
      title={title}
      onClose={onClose}
      primaryAction={{ content: primary.label, destructive: primary.destructive, loading: primary.busy, onAction: () => submitForm(primary.formId) }}
      secondaryActions={[{ content: "Cancel", disabled: primary.busy, onAction: onClose }]}
    >
      <Modal.Section>{children}</Modal.Section>
    </Modal>
  );
};

/** In the admin App Bridge shows it above the frame; elsewhere the page says it. */
export const Toast: Kit["Toast"] = ({ message }) => {
  const [plain, setPlain] = useState<typeof message>(null);
  useEffect(() => {
    if (message === null) return;
    const toast = window.shopify?.toast;
    if (toast === undefined) setPlain(message);
    else toast.show(message.text, { isError: message.tone === "critical", action: message.action?.label, onAction: message.action?.onAction });
  }, [message?.id]);
  return <PlainToast message={plain} />;
};
