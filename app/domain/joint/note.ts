/** What a decision that was taken together with others stands against. */
export interface JointNote {
  /** What the order would cost by the plan that it was given alone, under the same policy. */
  alone: { parcels: number; costMinor: number };
  /** Orders that changed their plans at once, this one included, and what that saved them together. */
  orders: number;
  savedMinor: number;
}
