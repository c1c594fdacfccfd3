import type { DifferenceCause } from "../../domain/desk";
import type { MovableState, StockReason } from "../../domain/messages";
import type { StockCause, StockState } from "../../domain/records";

/** The states of stock in the merchant's words. */
export const STATE_WORDS: Record<StockState, string> = {
  onHand: "On hand", available: "Available", committed: "Committed", unattributed: "Committed elsewhere", reserved: "Reserved", damaged: "Damaged",
  safetyStock: "Safety stock", qualityControl: "Quality control", incoming: "Incoming",
};

export const CAUSE_WORDS: Record<StockCause, string> = {
  reading: "Read from your shop", reserve: "Reserved for an order", place: "Placed by your shop", plan: "Planned for an order", release: "Released from an order",
  ship: "Shipped", adjust: "Changed by a person",
};

/** Why the platform's number was another. */
export const DIFFERENCE_WORDS: Record<DifferenceCause, string> = {
  restock: "A refund put goods back on the shelf", "sold-elsewhere": "A parcel or sale made elsewhere took them",
  "written-off": "A refund, cancellation or edit took them without putting them back",
  "order-not-read": "Your shop holds them for an order that was not read yet", "our-call": "Our own change, told by your shop before its answer came",
  "changed-outside": "A person or another app changed it in your shop", looking: "Not known yet: recent orders are being read again",
};

export const MOVABLE_WORDS: Record<MovableState, string> = {
  available: "Available", damaged: "Damaged", "quality-control": "Quality control", "safety-stock": "Safety stock",
};

export const REASON_WORDS: Record<StockReason, string> = {
  correction: "Correction", "cycle-count": "Counted", damaged: "Damaged", received: "Received", shrinkage: "Lost or stolen", promotion: "Promotion or gift",
  "quality-control": "Quality control", "safety-stock": "Safety stock", other: "Other",
};

export const isMovable = (value: string): value is MovableState => value in MOVABLE_WORDS;
/** Units on hand are changed by way of the available ones. */
export const isAdjustable = (value: string): value is MovableState | "on-hand" => value === "on-hand" || isMovable(value);
export const isReason = (value: string): value is StockReason => value in REASON_WORDS;
export const isState = (value: string): value is StockState => value in STATE_WORDS;

/** "+3", "−1" */
export const signed = (units: number): string => (units > 0 ? `+${units}` : units < 0 ? `−${-units}` : "0");
