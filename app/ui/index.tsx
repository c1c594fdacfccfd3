import type { ComponentProps, ComponentType } from "react";
import type { Kit, TableProps, TableRow } from "./contract";
import { useSurface } from "./surface";

export type * from "./contract";
export { SurfaceProvider, useSurface, useSurfacePath, type Surface } from "./surface";
export { BarChart, type Bar } from "./plain/bar-chart";
export { ColumnChart, type ChartColumn } from "./plain/column-chart";
export { Diff, type DiffRow } from "./plain/diff";
export { FieldGroup, FieldRow } from "./plain/field-group";
export { Code, Columns, FilterRow, Grid, List, Toolbar, VisuallyHidden } from "./plain/layout";
export { NumberLink } from "./plain/number-link";
export { Progress } from "./plain/progress";
export { Stat } from "./plain/stat";
export { Time } from "./plain/time";
export { Timeline, type TimelineItem } from "./plain/timeline";

type PropsOf<Name extends keyof Kit> = ComponentProps<Kit[Name]>;

/** Each word of the contract, said by the kit of the surface that the screen stands in. */
export const Page = (props: PropsOf<"Page">) => <Kit name="Page" props={props} />;
export const Nav = (props: PropsOf<"Nav">) => <Kit name="Nav" props={props} />;
export const Section = (props: PropsOf<"Section">) => <Kit name="Section" props={props} />;
export const Filters = (props: PropsOf<"Filters">) => <Kit name="Filters" props={props} />;
export const Tabs = (props: PropsOf<"Tabs">) => <Kit name="Tabs" props={props} />;
export const SavedViews = (props: PropsOf<"SavedViews">) => <Kit name="SavedViews" props={props} />;
export const FilterMenu = (props: PropsOf<"FilterMenu">) => <Kit name="FilterMenu" props={props} />;
export const BulkBar = (props: PropsOf<"BulkBar">) => <Kit name="BulkBar" props={props} />;
export const Pagination = (props: PropsOf<"Pagination">) => <Kit name="Pagination" props={props} />;
export const Badge = (props: PropsOf<"Badge">) => <Kit name="Badge" props={props} />;
export const Banner = (props: PropsOf<"Banner">) => <Kit name="Banner" props={props} />;
export const Button = (props: PropsOf<"Button">) => <Kit name="Button" props={props} />;
export const ButtonGroup = (props: PropsOf<"ButtonGroup">) => <Kit name="ButtonGroup" props={props} />;
export const Menu = (props: PropsOf<"Menu">) => <Kit name="Menu" props={props} />;
export const TextField = (props: PropsOf<"TextField">) => <Kit name="TextField" props={props} />;
export const NumberField = (props: PropsOf<"NumberField">) => <Kit name="NumberField" props={props} />;
export const Select = (props: PropsOf<"Select">) => <Kit name="Select" props={props} />;
export const Checkbox = (props: PropsOf<"Checkbox">) => <Kit name="Checkbox" props={props} />;
export const Combobox = (props: PropsOf<"Combobox">) => <Kit name="Combobox" props={props} />;
export const DateRange = (props: PropsOf<"DateRange">) => <Kit name="DateRange" props={props} />;
export const FileDrop = (props: PropsOf<"FileDrop">) => <Kit name="FileDrop" props={props} />;
export const SaveBar = (props: PropsOf<"SaveBar">) => <Kit name="SaveBar" props={props} />;
export const Dialog = (props: PropsOf<"Dialog">) => <Kit name="Dialog" props={props} />;
export const Toast = (props: PropsOf<"Toast">) => <Kit name="Toast" props={props} />;
export const Tooltip = (props: PropsOf<"Tooltip">) => <Kit name="Tooltip" props={props} />;
export const EmptyState = (props: PropsOf<"EmptyState">) => <Kit name="EmptyState" props={props} />;
export const Skeleton = (props: PropsOf<"Skeleton">) => <Kit name="Skeleton" props={props} />;
export const Details = (props: PropsOf<"Details">) => <Kit name="Details" props={props} />;
export const Stack = (props: PropsOf<"Stack">) => <Kit name="Stack" props={props} />;
export const Text = (props: PropsOf<"Text">) => <Kit name="Text" props={props} />;
export const Link = (props: PropsOf<"Link">) => <Kit name="Link" props={props} />;

export function Table<Row extends TableRow>(props: TableProps<Row>) {
  const { kit } = useSurface();
  return <kit.Table {...props} />;
}

function Kit<Name extends Exclude<keyof Kit, "Table">>({ name, props }: { name: Name; props: PropsOf<Name> }) {
  const { kit } = useSurface();
  // The union of all components cannot be called with a generic's props; the signature above already ties the two.
  const Component = kit[name] as ComponentType<object>;
  return <Component {...props} />;
}
