import { Button as BigButton, Flex, Modal } from "@bigcommerce/big-design";
import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import type { Kit } from "../contract";
import { PlainMenu } from "../plain/menu";
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

export const ButtonGroup: Kit["ButtonGroup"] = ({ children }) => <Flex flexDirection="row" flexWrap="wrap" style={{ gap: "0.5rem" }}>{children}</Flex>;

/** BigDesign's own dropdown keeps the focus on its button and points into the menu in a way that buttons may not (aria-activedescendant). */
export const Menu: Kit["Menu"] = (props) => (
  <PlainMenu {...props} trigger={(trigger) => <BigButton {...trigger} type="button" variant="secondary" mobileWidth="auto" disabled={props.disabled}>{`${props.label} ▾`}</BigButton>} />
);

export const Dialog: Kit["Dialog"] = ({ open, title, onClose, primary, children }) => {
  useReturnFocus(open);
  useKeyboardInside(open, onClose);
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

const RETURNED_MS = 50;
const isInDialog = (): boolean => document.activeElement?.closest('[role="dialog"]') != null;

/**
 * The modal listens within itself alone. A menu that it was opened from takes the focus back when it shuts, and a button
 * that is busy lets go of it: then the keyboard would stand behind the modal, where Escape does nothing.
 */
function useKeyboardInside(open: boolean, onClose: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !isInDialog()) onClose();
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, [open, onClose]);
  useEffect(() => {
    if (!open) return undefined;
    const timer = setTimeout(() => {
      if (!isInDialog()) document.querySelector<HTMLElement>('[role="dialog"]')?.focus();
    }, RETURNED_MS);
    return () => clearTimeout(timer);
  }, [open]);
}

export const Toast: Kit["Toast"] = PlainToast;
