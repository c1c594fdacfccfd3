import { Grid, Section, Stat, type Tone } from "../../ui";
import type { Count, HomePage } from "./home-page.server";

interface Card {
  key: keyof HomePage["needs"];
  label: string;
  /** Said while there is something, and while there is nothing. */
  note: string;
  empty: string;
  tone: Tone;
  to: string;
}

/** What a person is asked for most stands first. Each leads to the very rows that it counts. */
const CARDS: readonly Card[] = [
  { key: "held", label: "Held", note: "Wait for a person", empty: "Nothing held", tone: "attention", to: "/orders?tab=held" },
  { key: "unroutable", label: "Can't be routed", note: "Wait for stock", empty: "Stock for all", tone: "attention", to: "/orders?tab=backordered" },
  { key: "late", label: "Late", note: "Past their cut-off", empty: "Nothing late", tone: "critical", to: "/orders?tab=late" },
  { key: "look", label: "Need a look", note: "Changed while under way", empty: "Nothing to look at", tone: "critical", to: "/orders?tab=attention" },
  { key: "calls", label: "Refused calls", note: "Your shop said no", empty: "Nothing refused", tone: "critical", to: "/exceptions?kind=calls" },
  { key: "messages", label: "Unread messages", note: "Not read or applied", empty: "Everything read", tone: "critical", to: "/exceptions?kind=messages" },
  { key: "lowStock", label: "Low stock", note: "At or under their limit", empty: "Enough everywhere", tone: "attention", to: "/inventory?show=low" },
  { key: "toCount", label: "Shelves to count", note: "Orders found them short", empty: "Nothing to count", tone: "attention", to: "/locations" },
];

export const said = ({ value, more }: Count): string => `${value.toLocaleString("en-US")}${more ? "+" : ""}`;

export const AttentionCards = ({ needs }: { needs: HomePage["needs"] }) => (
  <Section title="Needs attention">
    <Grid>
      {CARDS.map(({ key, label, note, empty, tone, to }) => {
        const none = needs[key].value === 0;
        return <Stat key={key} value={said(needs[key])} label={label} note={none ? empty : note} tone={none ? "neutral" : tone} to={to} />;
      })}
    </Grid>
  </Section>
);
