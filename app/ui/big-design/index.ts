import type { Kit } from "../contract";
import { PlainBulkBar as BulkBar } from "../plain/bulk-bar";
import { PlainCombobox as Combobox } from "../plain/combobox";
import { PlainDateRange as DateRange } from "../plain/date-range";
import { PlainFileDrop as FileDrop } from "../plain/file-drop";
import { PlainFilterMenu as FilterMenu } from "../plain/filter-menu";
import { RowTable as Table } from "../plain/row-table";
import { PlainSaveBar as SaveBar } from "../plain/save-bar";
import { PlainSavedViews as SavedViews } from "../plain/saved-views";
import { Button, ButtonGroup, Dialog, Menu, Toast } from "./actions";
import { Badge, Banner, Details, EmptyState, Filters, Pagination, Skeleton, Tabs, Tooltip } from "./content";
import { Checkbox, NumberField, Select, TextField } from "./fields";
import { Link, Nav, Page, Section, Stack, Text } from "./structure";

/** The contract in BigCommerce's design system. */
export const bigDesignKit: Kit = {
  Page, Nav, Section, Table, Filters, Tabs, SavedViews, FilterMenu, BulkBar, Pagination, Badge, Banner, Button, ButtonGroup, Menu, TextField, NumberField, Select,
  Checkbox, Combobox, DateRange, FileDrop, SaveBar, Dialog, Toast, Tooltip, EmptyState, Skeleton, Details, Stack, Text, Link,
};
