import {
  Badge as BigBadge, Box, Flex, Grid, H2, Input, Message, Tabs as BigTabs, Text, Tooltip as BigTooltip,
} from "@bigcommerce/big-design";
import { useNavigate } from "@remix-run/react";
import { Fragment, isValidElement, type ReactNode } from "react";
import type { Kit } from "../contract";
import { SearchForm } from "../plain/search-form";
import { useSurfacePath } from "../surface";
import { Button } from "./actions";
import { Link } from "./structure";

const BADGE_VARIANTS = { neutral: "secondary", info: "primary", positive: "success", attention: "warning", critical: "danger" } as const;
const MESSAGE_TYPES = { neutral: "info", info: "info", positive: "success", attention: "warning", critical: "error" } as const;

export const Badge: Kit["Badge"] = ({ tone, label }) => <BigBadge variant={BADGE_VARIANTS[tone]} label={label} />;

/** A message says text alone; what holds more than that stands in a frame of the same tokens. */
export const Banner: Kit["Banner"] = ({ tone, title, children, action }) => {
  const link = action ? <Link to={action.to}>{action.label}</Link> : null;
  const role = tone === "critical" ? "alert" : "status";
  if (children === undefined || typeof children === "string") {
    return <Box role={role}><Message type={MESSAGE_TYPES[tone]} header={title} messages={[{ text: children ?? "" }]} />{link}</Box>;
  }
  return <div role={role} className={`sy-banner sy-tone-${tone}`}>{title === undefined ? null : <Text bold marginBottom="none">{title}</Text>}{children}{link}</div>;
};

export const Tooltip: Kit["Tooltip"] = ({ text, children }) => (
  <BigTooltip placement="top" trigger={<span tabIndex={0}>{children}</span>}>{text}</BigTooltip>
);

export const EmptyState: Kit["EmptyState"] = ({ title, children, action }) => (
  <Flex flexDirection="column" alignItems="center" padding="xxLarge" style={{ gap: "0.5rem", textAlign: "center" }}>
    <H2 marginBottom="none">{title}</H2>
    {isValidElement(children) ? children : <Text>{children}</Text>}
    {action ? <Button emphasis="primary" label={action.label} to={action.to} /> : null}
  </Flex>
);

export const Skeleton: Kit["Skeleton"] = ({ label, lines }) => (
  <div role="status" aria-busy="true">
    <span className="sy-hidden">{label}</span>
    {Array.from({ length: lines }, (_, line) => <Box key={line} backgroundColor="secondary20" marginBottom="xSmall" style={{ height: "0.75rem" }} />)}
  </div>
);

export const Details: Kit["Details"] = ({ items }) => (
  <Grid as="dl" gridColumns="minmax(6rem, 1fr) 2fr" gridGap="0.5rem" style={{ margin: 0 }}>
    {items.map(({ term, value }) => <Fragment key={term}><Term>{term}</Term><dd style={{ margin: 0 }}>{value}</dd></Fragment>)}
  </Grid>
);

const Term = ({ children }: { children: ReactNode }) => <dt style={{ fontWeight: "var(--sy-weight-strong)" as "bold" }}>{children}</dt>;

/** BigDesign's tabs look for a panel each; ours lead to addresses, so the panels are empty marks. */
export const Tabs: Kit["Tabs"] = ({ label, items, active }) => {
  const navigate = useNavigate();
  const path = useSurfacePath();
  const titled = items.map((item) => ({ id: item.id, ariaControls: `${item.id}-content`, title: item.count === undefined ? item.title : `${item.title} (${item.count})` }));
  const open = (id: string) => {
    const item = items.find((candidate) => candidate.id === id);
    if (item) navigate(path(item.to));
  };
  return (
    <>
      <BigTabs aria-label={label} items={titled} activeTab={active} onTabClick={open} />
      {items.map((item) => <span key={item.id} id={`${item.id}-content`} role="tabpanel" aria-label={item.title} hidden={item.id !== active} />)}
    </>
  );
};

export const Filters: Kit["Filters"] = ({ tabs, search }) => (
  <div className="sy-filters">
    {tabs ? <Tabs {...tabs} /> : null}
    <SearchForm search={search}>
      <Input type="search" aria-label={search.label} name={search.name} placeholder={search.placeholder} defaultValue={search.value} autoComplete="off" />
    </SearchForm>
  </div>
);

/** Links, so that a page opens before scripts have run; the design system's own is a menu of page sizes that cursors do not have. */
export const Pagination: Kit["Pagination"] = ({ label, previousTo, nextTo, range }) => (
  <nav className="sy-pagination" aria-label={label}>
    <Text as="span" marginBottom="none">{range}</Text>
    <Button label="Previous" accessibleLabel="Previous page" disabled={previousTo === null} {...(previousTo !== null && { to: previousTo })} />
    <Button label="Next" accessibleLabel="Next page" disabled={nextTo === null} {...(nextTo !== null && { to: nextTo })} />
  </nav>
);
