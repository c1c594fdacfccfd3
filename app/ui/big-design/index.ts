import type { Kit } from "../contract";
import { Button, ButtonGroup, Dialog, Menu, Toast } from "./actions";
import { Badge, Banner, Details, EmptyState, Filters, Pagination, Skeleton, Tabs, Tooltip } from "./content";
import { Checkbox, NumberField, Select, TextField } from "./fields";
import { Link, Nav, Page, Section, Stack, Text } from "./structure";
import { Table } from "./table";

/** The contract in BigCommerce's design system. */
export const bigDesignKit: Kit = {
  Page, Nav, Section, Table, Filters, Tabs, Pagination, Badge, Banner, Button, ButtonGroup, Menu, TextField, NumberField, Select, Checkbox, Dialog,
  Toast, Tooltip, EmptyState, Skeleton, Details, Stack, Text, Link,
};
