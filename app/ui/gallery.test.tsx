import type { EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { AppProvider } from "@shopify/polaris";
import english from "@shopify/polaris/locales/en.json";
import { theme } from "@bigcommerce/big-design-theme";
import type { ComponentType, ReactElement, ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { ThemeProvider } from "styled-components";
import { describe, expect, test } from "vitest";
import {
  Badge, Banner, BarChart, BulkBar, Button, ButtonGroup, Checkbox, Code, ColumnChart, Columns, Combobox, DateRange, Details, Dialog, Diff, EmptyState, FileDrop, FilterMenu, FilterRow, Filters, Grid, Link,
  List, Menu, Nav, NumberField, Page, Pagination, Progress, SaveBar, SavedViews, Section, Select, Skeleton, Stack, Stat, SurfaceProvider, Table, Tabs, Text, TextField, Time,
  Timeline, Toast, Toolbar, Tooltip, VisuallyHidden, type Kit, type Tone,
} from "./index";
import { bigDesignKit } from "./big-design";
import { polarisKit } from "./polaris";

/** Every word of the kit in every state, said by both design systems: a word that one of them cannot say fails here. */
const TONES: Tone[] = ["neutral", "info", "positive", "attention", "critical"];
const NOW = Date.UTC(2026, 2, 13, 18, 30);
const nothing = () => undefined;

interface Specimen {
  name: keyof Kit | string;
  render: ReactElement;
  /** What a reader must find in the page, as text or markup. */
  says: string[];
}

const field = { label: "Carrier", name: "carrier", hint: "As the customer knows it", problem: "Too long" };
const columns = [{ key: "name", title: "Order", cell: (row: { id: string }) => row.id }, { key: "total", title: "Total", align: "end" as const, wideOnly: true, cell: () => "$5" }];
const tabs = { label: "Orders by state", active: "held", items: [{ id: "all", title: "All", to: "/orders" }, { id: "held", title: "Held", to: "/orders?tab=held", count: 3 }] };

const SPECIMENS: Specimen[] = [
  { name: "Page", render: <Page title="Orders" subtitle="All" badge={<Badge tone="info" label="Live" />} back={{ label: "Home", to: "/" }} actions={<Button label="Hold" />}>Body</Page>, says: ["<h1", "Orders", "Body", "Live", "Hold", 'href="/surface"'] },
  { name: "Nav", render: <Nav items={[{ label: "Home", to: "/" }, { label: "Orders", to: "/orders" }]} />, says: ["Home", 'href="/surface/orders"'] },
  { name: "Section", render: <><Section title="Today" actions="more">A</Section><Section padding="edge">B</Section></>, says: ["<h2", "Today", "more", "A", "B"] },
  { name: "Table", render: <Table caption="Orders, newest first" columns={columns} rows={[{ id: "#1" }, { id: "#2" }]} rowTo={(row) => `/orders/${row.id.slice(1)}`} changedIds={new Set(["#1"])} />, says: ["<table", "Orders, newest first", "#1", "#2", 'href="/surface/orders/2"', "$5"] },
  { name: "Table", render: <Table caption="Sorted" columns={[{ key: "name", title: "Order", sortable: true, cell: (row: { id: string }) => row.id }, { key: "at", title: "Placed", sortable: true, cell: () => "now" }, { key: "x", title: "Plain", cell: () => "x" }]} rows={[{ id: "#1" }, { id: "#2" }]} sort={{ key: "at", direction: "down", to: (key) => `/orders?sort=${key}` }} selection={{ selected: new Set(["#2"]), onChange: nothing, labelOf: (row) => `order ${row.id}` }} />, says: ['href="/surface/orders?sort=name"', 'aria-sort="descending"', "Select order #1", "Select all rows of this page", 'checked=""', ", sort by it"] },
  { name: "SavedViews", render: <SavedViews label="Saved views" views={[{ id: "v1", title: "Gifts", to: "/orders?tag=gift" }]} active="v1" onSave={nothing} onRemove={nothing} />, says: ['href="/surface/orders?tag=gift"', 'aria-current="page"', "Remove the view Gifts", "Save this view"] },
  { name: "FilterMenu", render: <><FilterMenu label="Location" options={[{ value: "a", label: "Reno" }, { value: "b", label: "Newark" }]} selected={["a"]} onChange={nothing} /><FilterMenu label="Source" single options={[{ value: "a", label: "Online" }]} selected={[]} onChange={nothing} /></>, says: ["Location: Reno", "Source", 'aria-expanded="false"'] },
  { name: "BulkBar", render: <><BulkBar count={3} matching={128} allMatching={false} onAllMatching={nothing} onClear={nothing} actions={[{ label: "Hold", onSelect: nothing }, { label: "Drop", destructive: true, disabled: true, onSelect: nothing }]} /><BulkBar count={50} matching={1280} allMatching onAllMatching={nothing} onClear={nothing} actions={[]} /></>, says: ["3 selected", "Select all 128 that match", "All 1,280 selected", "Clear selection", "Hold", "Drop", 'role="region"'] },
  { name: "Combobox", render: <Combobox {...field} defaultValue="b" options={[{ value: "a", label: "Reno" }, { value: "b", label: "Newark" }]} />, says: ['role="combobox"', 'value="Newark"', 'name="carrier" value="b"', "Too long", "As the customer knows it", 'role="listbox"'] },
  { name: "DateRange", render: <DateRange label="Placed" fromName="from" untilName="until" from="2026-03-01" until="" problem="Turn them round" onChange={nothing} />, says: ["<legend>Placed", 'type="date"', 'name="from"', 'value="2026-03-01"', 'name="until"', "Turn them round"] },
  { name: "FileDrop", render: <FileDrop {...field} accept=".csv" onFile={nothing} />, says: ['type="file"', 'accept=".csv"', 'name="carrier"', "Too long", "or drop it here"] },
  { name: "SaveBar", render: <><SaveBar formId="f" open onDiscard={nothing} busy /><SaveBar formId="g" open={false} onDiscard={nothing} /></>, says: ["Unsaved changes", "Save", "Discard"] },
  { name: "TextField", render: <><TextField label="Cut-off" name="cutOff" kind="time" defaultValue="15:00" /><TextField label="Day" name="day" kind="date" defaultValue="2026-03-01" /></>, says: ['type="time"', 'value="15:00"', 'type="date"'] },
  { name: "Filters", render: <Filters tabs={tabs} search={{ label: "Search orders", placeholder: "Name", name: "search", value: "diaz", keep: { tab: "held" } }} />, says: ['value="diaz"', "Search orders", 'role="search"', 'name="tab"'] },
  { name: "Tabs", render: <Tabs {...tabs} />, says: ["Held", "3", "All"] },
  { name: "Pagination", render: <><Pagination label="Pages" previousTo="/orders" nextTo="/orders?cursor=x" range="51–100" /><Pagination label="Pages" previousTo={null} nextTo={null} range="1–2" /></>, says: ["51–100", "1–2"] },
  { name: "Badge", render: <>{TONES.map((tone) => <Badge key={tone} tone={tone} label={`is ${tone}`} />)}</>, says: TONES.map((tone) => `is ${tone}`) },
  { name: "Banner", render: <>{TONES.map((tone) => <Banner key={tone} tone={tone} title={`t-${tone}`} action={{ label: "See", to: "/orders" }}>{`text of ${tone}`}</Banner>)}<Banner tone="info"><Text>Node</Text></Banner></>, says: [...TONES.map((tone) => `t-${tone}`), ...TONES.map((tone) => `text of ${tone}`), "Node", "See"] },
  { name: "Button", render: <><Button label="Plain" emphasis="plain" /><Button label="Go" emphasis="primary" submit /><Button label="Drop" destructive disabled accessibleLabel="Drop order 1" /><Button label="Busy" busy /><Button label="Open" to="/orders" onPress={nothing} /></>, says: ["Plain", 'type="submit"', 'aria-label="Drop order 1"', "disabled", "Open"] },
  { name: "ButtonGroup", render: <ButtonGroup><Button label="One" /><Button label="Two" /></ButtonGroup>, says: ["One", "Two"] },
  { name: "Menu", render: <><Menu label="More" items={[{ label: "Cancel", destructive: true, onSelect: nothing }]} /><Menu label="None" disabled items={[]} /></>, says: ["More", "None"] },
  { name: "TextField", render: <><TextField {...field} defaultValue="UPS" placeholder="DHL" maxLength={10} required /><TextField label="Note" name="note" lines={3} disabled labelHidden /></>, says: ["Carrier", 'name="carrier"', 'value="UPS"', "As the customer knows it", "Too long", "<textarea", "Note"] },
  { name: "NumberField", render: <NumberField {...field} defaultValue={2} min={0} max={3} />, says: ['type="number"', 'value="2"', "Too long", "Carrier"] },
  { name: "Select", render: <Select {...field} defaultValue="b" options={[{ value: "a", label: "Reno" }, { value: "b", label: "Newark", disabled: false }]} onChange={nothing} />, says: ["Carrier", 'name="carrier"', "Newark", "Too long"] },
  { name: "Checkbox", render: <Checkbox {...field} problem={null} defaultChecked />, says: ['type="checkbox"', 'name="carrier"', "checked", "Carrier"] },
  { name: "Dialog", render: <><Dialog open={false} title="Shut" onClose={nothing} primary={{ label: "Do", formId: "f" }}>In</Dialog><Dialog open title="Open" onClose={nothing} primary={{ label: "Do", formId: "f", destructive: true, busy: true }}>In</Dialog></>, says: [] },
  { name: "Toast", render: <><Toast message={null} /><Toast message={{ id: "1", text: "Saved", tone: "neutral", action: { label: "Undo", onAction: nothing } }} /></>, says: ['role="status"'] },
  { name: "Tooltip", render: <Tooltip text="Exactly"><Text as="span">About</Text></Tooltip>, says: ["About", 'tabindex="0"'] },
  { name: "EmptyState", render: <EmptyState title="Nothing held" action={{ label: "See all", to: "/orders" }}>Well done</EmptyState>, says: ["Nothing held", "See all", "Well done"] },
  { name: "Skeleton", render: <Skeleton label="Loading orders" lines={3} />, says: ["Loading orders", 'aria-busy="true"'] },
  { name: "Details", render: <Details items={[{ term: "Name", value: "Rosa" }]} />, says: ["<dl", "<dt", "Name", "<dd", "Rosa"] },
  { name: "Stack", render: <>{(["start", "center", "end", "spread"] as const).map((align) => <Stack key={align} align={align} direction="across" gap="tight">x</Stack>)}<Stack gap="loose">y</Stack></>, says: ["x", "y"] },
  { name: "Text", render: <><Text as="h2">H</Text><Text as="h3" id="three">I</Text>{(["normal", "subdued", "positive", "critical"] as const).map((tone) => <Text key={tone} tone={tone} size="small">{tone}</Text>)}<Text hidden>Unseen</Text><Text as="strong" size="large">Loud</Text></>, says: ["<h2", "<h3", 'id="three"', "critical", "Unseen", "Loud"] },
  { name: "Link", render: <><Link to="/orders">In</Link><Link to="https://carrier.example/1" external accessibleLabel="Track">Out</Link></>, says: ['href="/surface/orders"', 'href="https://carrier.example/1"', 'aria-label="Track"', 'target="_blank"'] },
];

/** Said once for both, by tokens; they stand in both pages. */
const PLAIN: Specimen[] = [
  { name: "BarChart", render: <BarChart caption="Cost by term" columns={["Term", "Cost"]} bars={[{ label: "Shipping", value: 960, text: "$9.60" }, { label: "Split", value: 0, text: "$0.00" }]} total={{ label: "Total", text: "$9.60" }} />, says: ["<caption", "Cost by term", "$9.60", "width:100%", "<tfoot"] },
  { name: "ColumnChart", render: <ColumnChart caption="Orders by hour" columns={["Hour", "Orders"]} bars={[{ label: "09", value: 4, text: "4 orders" }, { label: "10", value: 0, text: "0 orders" }]} summary="Most at 09: 4." />, says: ["<figcaption", "4 orders", "height:100%", "Show as a table", "Most at 09: 4.", "<caption"] },
  { name: "Diff", render: <Diff caption="Edit" rows={[{ id: "1", label: "Cap", before: "2", after: "1" }, { id: "2", label: "Vest", before: "", after: "1" }, { id: "3", label: "Map", before: "1", after: "" }]} />, says: ["<del>2</del>", "<ins>1</ins>", "changed", "added", "removed"] },
  { name: "Timeline", render: <Timeline label="History" items={[{ id: "1", at: NOW - 60_000, tone: "positive", text: "Shipped", note: "UPS" }]} />, says: ["<ol", "Shipped", "1 min ago", "UPS"] },
  { name: "Stat", render: <><Stat value="3" label="Held" note="Wait" tone="attention" to="/orders?tab=held" /><Stat value="0" label="Late" /></>, says: ['href="/surface/orders?tab=held"', "Wait", "Late"] },
  { name: "Progress", render: <Progress label="Read" done={5} total={3} />, says: ["Read: 5 of 3", 'max="3"'] },
  { name: "Layout", render: <><Columns main="M" side={<Grid>S</Grid>} /><List items={[{ key: "a", content: "L" }]} /><FilterRow label="Narrow">F</FilterRow><Toolbar>T</Toolbar><Code text="9f" title="hash" /><VisuallyHidden live>Heard</VisuallyHidden></>, says: ["M", "S", "<li", "9f", "Heard", 'aria-label="Narrow"', 'aria-live="polite"'] },
  { name: "Time", render: <Time at={NOW - 48 * 3_600_000} />, says: ["<time", "11 Mar, 18:30", "Wed, 11 Mar 2026"] },
];

const SURFACES: { name: string; kit: Kit; Around: ComponentType<{ children: ReactNode }> }[] = [
  { name: "Polaris", kit: polarisKit, Around: ({ children }) => <AppProvider i18n={english}>{children}</AppProvider> },
  { name: "BigDesign", kit: bigDesignKit, Around: ({ children }) => <ThemeProvider theme={theme}>{children}</ThemeProvider> },
];

/** Renders inside a real Remix page of one route, so that links and forms have the world that they expect. */
function markupOf(page: ReactElement): string {
  const id = "gallery";
  const route = { id, path: "/", hasAction: false, hasLoader: false, hasClientAction: false, hasClientLoader: false, hasErrorBoundary: false, module: "" };
  const context = {
    manifest: { routes: { [id]: route }, entry: { module: "", imports: [] }, url: "", version: "" },
    routeModules: { [id]: { default: () => page } },
    future: {}, isSpaMode: false, serverHandoffString: "",
    staticHandlerContext: {
      basename: "/", location: { pathname: "/", search: "", hash: "", state: null, key: "default" }, matches: [{ params: {}, pathname: "/", pathnameBase: "/", route: { id, path: "/" } }],
      loaderData: {}, actionData: null, errors: null, statusCode: 200, loaderHeaders: {}, actionHeaders: {}, activeDeferreds: null,
    },
  } as unknown as EntryContext;
  return renderToString(<RemixServer context={context} url="http://gallery.example/" />);
}

describe.each(SURFACES)("the kit in $name", ({ kit, Around }) => {
  const said = (specimen: ReactElement) =>
    markupOf(<Around><SurfaceProvider surface={{ kit, base: "/surface", timeZone: "UTC", renderedAt: NOW }}>{specimen}</SurfaceProvider></Around>);

  test.each([...SPECIMENS, ...PLAIN])("says $name in every state", ({ render, says }) => {
    const markup = said(render);
    for (const part of says) expect(markup).toContain(part);
  });

  test("is shown whole in this gallery", () => {
    expect(Object.keys(kit).filter((word) => !SPECIMENS.some((specimen) => specimen.name === word))).toEqual([]);
  });

  test("ties each problem and hint to its field", () => {
    const markup = said(<><TextField {...field} /><NumberField {...field} /><Checkbox {...field} /><Combobox {...field} options={[]} /><FileDrop {...field} accept=".csv" /></>);
    expect(markup.match(/<label[^>]* for="[^"]+"/g)?.length).toBeGreaterThanOrEqual(5);
    expect(markup.match(/aria-invalid="true"/g)).toHaveLength(5);
    for (const [, id = ""] of markup.matchAll(/aria-describedby="([^" ]+)/g)) expect(markup).toContain(`id="${id}"`);
  });
});
