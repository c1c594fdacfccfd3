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
  /** Lists under names that people gave them. */
  SavedViews: ComponentType<SavedViewsProps>;
  FilterMenu: ComponentType<FilterMenuProps>;
  BulkBar: ComponentType<BulkBarProps>;
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
  Combobox: ComponentType<ComboboxProps>;
  DateRange: ComponentType<DateRangeProps>;
  FileDrop: ComponentType<FileDropProps>;
  SaveBar: ComponentType<SaveBarProps>;
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
  /** The title is a link that sorts by it. */
  sortable?: boolean;
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
  /** How the list is sorted, and the address that sorts it by a column (turned round where it is sorted by it already). */
  sort?: { key: string; direction: "up" | "down"; to(key: string): string };
  /** A checkbox before each row and one for all rows of the page. */
  selection?: { selected: ReadonlySet<string>; onChange(selected: ReadonlySet<string>): void; labelOf(row: Row): string };
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
  search: { label: string; placeholder: string; name: string; value: string; keep: Record<string, string | string[]> };
}

export interface SavedViewsProps {
  label: string;
  views: { id: string; title: string; to: string }[];
  /** Null: the list is none of them. */
  active: string | null;
  /** Offered when the list is narrowed in a way that no view names yet. */
  onSave?(): void;
  onRemove?(id: string): void;
}

/** One dimension of a list: a button that opens its choices. What is chosen stands in the URL. */
export interface FilterMenuProps {
  label: string;
  options: { value: string; label: string }[];
  selected: string[];
  /** Only one at a time. */
  single?: boolean;
  onChange(selected: string[]): void;
}

/** What can be done to the rows that are selected; stands above the table while any are. */
export interface BulkBarProps {
  count: number;
  /** How many match the whole list; null: all of them are on this page. */
  matching: number | null;
  /** There are more than `matching`: counting stopped there. */
  matchingMore?: boolean;
  allMatching: boolean;
  onAllMatching(): void;
  onClear(): void;
  actions: { label: string; destructive?: boolean; disabled?: boolean; onSelect(): void }[];
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
  kind?: "text" | "url" | "search" | "email" | "time" | "date";
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

/** A text field that proposes: for lists too long for a Select. */
export interface ComboboxProps extends FieldProps {
  defaultValue?: string;
  options: { value: string; label: string }[];
  /** True: what is typed may be none of the options. */
  free?: boolean;
  onChange?(value: string): void;
}

/** Two dates, `YYYY-MM-DD`, both inclusive; "" is open. */
export interface DateRangeProps {
  label: string;
  fromName: string;
  untilName: string;
  from: string;
  until: string;
  problem?: string | null;
  onChange?(range: { from: string; until: string }): void;
}

export interface FileDropProps extends FieldProps {
  /** For example ".csv". */
  accept: string;
  onFile?(file: File | null): void;
}

/** Says that a form has changes, and saves or discards them. In the Shopify admin it is the contextual save bar. */
export interface SaveBarProps {
  /** Submits this form. */
  formId: string;
  open: boolean;
  busy?: boolean;
  onDiscard(): void;
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
  message: { id: string; text: string; tone: "neutral" | "critical"; action?: { label: string; onAction(): void } } | null;
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
