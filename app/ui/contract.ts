import type { ComponentType, ReactNode } from "react";

/**
 * The words that screens speak. A kit says each of them in one design system. Props name intent (`tone`), never style.
 * Every `to` is a path within the surface, such as `/orders`: the kit puts the surface's prefix before it.
 */
export interface Kit {
  Page: ComponentType<PageProps>;
  Nav: ComponentType<NavProps>;
  Section: ComponentType<SectionProps>;
  Table: <Row extends TableRow>(props: TableProps<Row>) => ReactNode;
  Filters: ComponentType<FiltersProps>;
  Tabs: ComponentType<TabsProps>;
  Pagination: ComponentType<PaginationProps>;
  Badge: ComponentType<BadgeProps>;
  Banner: ComponentType<BannerProps>;
  Button: ComponentType<ButtonProps>;
  ButtonGroup: ComponentType<{ children: ReactNode }>;
  Menu: ComponentType<MenuProps>;
  TextField: ComponentType<TextFieldProps>;
  NumberField: ComponentType<NumberFieldProps>;
  Select: ComponentType<SelectProps>;
  Checkbox: ComponentType<CheckboxProps>;
  Dialog: ComponentType<DialogProps>;
  Toast: ComponentType<ToastProps>;
  Tooltip: ComponentType<{ text: string; children: ReactNode }>;
  EmptyState: ComponentType<EmptyStateProps>;
  Skeleton: ComponentType<{ label: string; lines: number }>;
  Details: ComponentType<{ items: { term: string; value: ReactNode }[] }>;
  Stack: ComponentType<StackProps>;
  Text: ComponentType<TextProps>;
  Link: ComponentType<LinkProps>;
}

export type Tone = "neutral" | "info" | "positive" | "attention" | "critical";
export type Gap = "tight" | "normal" | "loose";

export interface PageProps {
  title: string;
  /** Said beside the title: a state. */
  badge?: ReactNode;
  subtitle?: string;
  back?: { label: string; to: string };
  actions?: ReactNode;
  children: ReactNode;
}

export interface NavProps {
  /** The first is the home of the app. */
  items: { label: string; to: string }[];
}

export interface SectionProps {
  /** An `h2`; without it the section continues the one above. */
  title?: string;
  actions?: ReactNode;
  /** `edge`: its content reaches the section's edges, as a table does. */
  padding?: "normal" | "edge";
  children: ReactNode;
}

export interface TableRow {
  id: string;
}

export interface Column<Row> {
  key: string;
  title: string;
  cell(row: Row): ReactNode;
  /** Numbers stand at the end. */
  align?: "start" | "end";
  /** Left out on a phone, where a row is a card of what matters most. */
  wideOnly?: boolean;
}

export interface TableProps<Row extends TableRow> {
  /** Says what the table holds; read by screen readers. */
  caption: string;
  /** The first column names the row. */
  columns: Column<Row>[];
  rows: Row[];
  /** Makes the whole row lead there. */
  rowTo?(row: Row): string;
  /** Rows that have just changed. */
  changedIds?: ReadonlySet<string>;
}

export interface TabItem {
  /** A word: one design system misreads ids that look like numbers. */
  id: string;
  title: string;
  to: string;
  count?: number;
}

export interface TabsProps {
  label: string;
  items: TabItem[];
  active: string;
}

export interface FiltersProps {
  tabs?: TabsProps;
  /** A GET form: what is searched for stands in the URL. `keep` are the other parameters to keep. */
  search: { label: string; placeholder: string; name: string; value: string; keep: Record<string, string> };
}

export interface PaginationProps {
  label: string;
  /** Null: there is none. */
  previousTo: string | null;
  nextTo: string | null;
  /** For example "1 to 50". */
  range: string;
}

export interface BadgeProps {
  tone: Tone;
  label: string;
}

export interface BannerProps {
  tone: Tone;
  title?: string;
  children?: ReactNode;
  action?: { label: string; to: string };
}

export interface ButtonProps {
  label: string;
  /** What the label leaves out, for screen readers: "Retry the call for order 1042". */
  accessibleLabel?: string;
  emphasis?: "primary" | "secondary" | "plain";
  destructive?: boolean;
  disabled?: boolean;
  busy?: boolean;
  /** Submits the form that it stands in. */
  submit?: boolean;
  to?: string;
  onPress?(): void;
}

export interface MenuProps {
  label: string;
  disabled?: boolean;
  items: { label: string; destructive?: boolean; disabled?: boolean; onSelect(): void }[];
}

/** Fields keep their own value, so that they work in plain forms. `problem` is shown at the field and read with it. */
interface FieldProps {
  label: string;
  name: string;
  hint?: string;
  problem?: string | null;
  disabled?: boolean;
  required?: boolean;
}

export interface TextFieldProps extends FieldProps {
  defaultValue?: string;
  lines?: number;
  placeholder?: string;
  maxLength?: number;
  kind?: "text" | "url" | "search" | "email";
  labelHidden?: boolean;
}

export interface NumberFieldProps extends FieldProps {
  defaultValue?: number;
  min?: number;
  max?: number;
  labelHidden?: boolean;
}

export interface SelectProps extends FieldProps {
  defaultValue?: string;
  options: { value: string; label: string; disabled?: boolean }[];
  onChange?(value: string): void;
}

export interface CheckboxProps extends FieldProps {
  defaultChecked?: boolean;
}

export interface DialogProps {
  open: boolean;
  title: string;
  onClose(): void;
  /** Submits the form with this id, which stands among the children. */
  primary: { label: string; formId: string; destructive?: boolean; busy?: boolean };
  children: ReactNode;
}

export interface ToastProps {
  /** Null: nothing to say. `id` changes with each saying, so that the same words can be said twice. */
  message: { id: string; text: string; tone: "neutral" | "critical" } | null;
}

export interface EmptyStateProps {
  title: string;
  children: ReactNode;
  action?: { label: string; to: string };
}

export interface StackProps {
  direction?: "down" | "across";
  gap?: Gap;
  align?: "start" | "center" | "end" | "spread";
  children: ReactNode;
}

export interface TextProps {
  as?: "p" | "span" | "h2" | "h3" | "strong";
  tone?: "normal" | "subdued" | "positive" | "critical";
  size?: "small" | "normal" | "large";
  hidden?: boolean;
  id?: string;
  children: ReactNode;
}

export interface LinkProps {
  to: string;
  /** Leaves the app: an absolute address, opened beside it. */
  external?: boolean;
  accessibleLabel?: string;
  children: ReactNode;
}
