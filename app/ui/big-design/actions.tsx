import { Button as BigButton, Dropdown, Flex, Modal } from "@bigcommerce/big-design";
import { useNavigate } from "@remix-run/react";
import type { Kit } from "../contract";
import { useReturnFocus } from "../plain/return-focus";
import { PlainToast } from "../plain/toast";
import { useSurfacePath } from "../surface";

const VARIANTS = { primary: "primary", secondary: "secondary", plain: "subtle" } as const;

export const Button: Kit["Button"] = ({ label, accessibleLabel, emphasis = "secondary", destructive, disabled, busy, submit, to, onPress }) => {
  const navigate = useNavigate();
  const path = useSurfacePath();
  return (
    <BigButton
      type={submit ? "submit" : "button"}
      variant={VARIANTS[emphasis]}
      actionType={destructive ? "destructive" : "normal"}
      aria-label={accessibleLabel}
      disabled={disabled}
      isLoading={busy}
      mobileWidth="auto"
      onClick={to === undefined ? onPress : () => navigate(path(to))}
    >
      {label}
    </BigButton>
  );
};

export const ButtonGroup: Kit["ButtonGroup"] = ({ children }) => <Flex flexWrap="wrap" style={{ gap: "0.5rem" }}>{children}</Flex>;

export const Menu: Kit["Menu"] = ({ label, disabled, items }) => (
  <Dropdown
    disabled={disabled}
    items={items.map((item) => ({ content: item.label, actionType: item.destructive ? "destructive" : "normal", disabled: item.disabled, onItemClick: item.onSelect }))}
    toggle={<BigButton variant="secondary" mobileWidth="auto" disabled={disabled}>{label}</BigButton>}
  />
);

export const Dialog: Kit["Dialog"] = ({ open, title, onClose, primary, children }) => {
  useReturnFocus(open);
  return (
    <Modal
      isOpen={open}
      header={title}
      onClose={onClose}
      closeOnClickOutside={false}
      actions={[
        { text: "Cancel", variant: "subtle", disabled: primary.busy, onClick: onClose },
        { text: primary.label, type: "submit", form: primary.formId, isLoading: primary.busy, actionType: primary.destructive ? "destructive" : "normal" },
      ]}
    >
      {children}
    </Modal>
  );
};

export const Toast: Kit["Toast"] = PlainToast;
