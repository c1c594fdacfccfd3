import { Box, Flex, H1, H2, H3, HR, Link as BigLink, Panel, Text as BigText } from "@bigcommerce/big-design";
import { NavLink, useLinkClickHandler } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Kit, LinkProps } from "../contract";
import { useSurfacePath } from "../surface";

const GAPS = { tight: "0.25rem", normal: "0.5rem", loose: "1rem" } as const;
const ALIGNMENTS = { start: "flex-start", center: "center", end: "flex-end", spread: "space-between" } as const;
const COLORS = { normal: "secondary70", subdued: "secondary60", positive: "success50", critical: "danger50" } as const;

export const Page: Kit["Page"] = ({ title, badge, subtitle, back, actions, children }) => (
  <Box padding={{ mobile: "small", tablet: "xLarge" }}>
    {back ? <Box marginBottom="xSmall"><Link to={back.to}>{back.label}</Link></Box> : null}
    <Flex flexDirection="row" justifyContent="space-between" alignItems="flex-start" flexWrap="wrap" style={{ gap: GAPS.loose }} marginBottom="medium">
      <Box>
        <Flex flexDirection="row" alignItems="center" flexWrap="wrap" style={{ gap: GAPS.normal }}><H1 marginBottom="none">{title}</H1>{badge}</Flex>
        {subtitle ? <BigText color="secondary60">{subtitle}</BigText> : null}
      </Box>
      {actions}
    </Flex>
    <Flex flexDirection="column" style={{ gap: GAPS.loose }}>{children}</Flex>
  </Box>
);

export const Nav: Kit["Nav"] = ({ items }) => {
  const path = useSurfacePath();
  return (
    <nav className="sy-tabs" aria-label="Switchyard">
      <ul>{items.map((item, index) => <li key={item.to}><NavLink to={path(item.to)} end={index === 0}>{item.label}</NavLink></li>)}</ul>
      <HR />
    </nav>
  );
};

/** A panel keeps its padding: an edge-to-edge table stands inside it. */
export const Section: Kit["Section"] = ({ title, actions, children }) => (
  <Panel margin="none">
    {title === undefined && actions === undefined ? null : (
      <Flex flexDirection="row" justifyContent="space-between" alignItems="center" flexWrap="wrap" style={{ gap: GAPS.normal }} marginBottom="small">
        <H2 marginBottom="none">{title}</H2>
        {actions}
      </Flex>
    )}
    {children}
  </Panel>
);

export const Stack: Kit["Stack"] = ({ direction = "down", gap = "normal", align = "start", children }) =>
  direction === "down"
    ? <Flex flexDirection="column" alignItems={align === "start" || align === "spread" ? "stretch" : ALIGNMENTS[align]} style={{ gap: GAPS[gap] }}>{children}</Flex>
    : <Flex flexDirection="row" flexWrap="wrap" alignItems="center" justifyContent={ALIGNMENTS[align]} style={{ gap: GAPS[gap] }}>{children}</Flex>;

export const Text: Kit["Text"] = ({ as = "p", tone = "normal", size = "normal", hidden, id, children }) => {
  if (hidden) return <span id={id} className="sy-hidden">{children}</span>;
  if (as === "h2") return <H2 id={id} marginBottom="none">{children}</H2>;
  if (as === "h3") return <H3 id={id} marginBottom="none">{children}</H3>;
  const fontSize = size === "small" ? "var(--sy-font-size-small)" : size === "large" ? "1.25rem" : undefined;
  return <BigText as={as} id={id} color={COLORS[tone]} bold={as === "strong"} marginBottom="none" style={{ fontSize }}>{children}</BigText>;
};

export const Link: Kit["Link"] = ({ to, external, accessibleLabel, children }) =>
  external
    ? <BigLink href={to} target="_blank" rel="noreferrer" external style={UNDERLINED} aria-label={accessibleLabel}>{children}</BigLink>
    : <InnerLink to={to} accessibleLabel={accessibleLabel}>{children}</InnerLink>;

/** The design system's blue stands out too little in a sentence to be told by colour alone (WCAG 1.4.1). */
const UNDERLINED = { textDecoration: "underline" };

function InnerLink({ to, accessibleLabel, children }: Pick<LinkProps, "to" | "accessibleLabel"> & { children: ReactNode }) {
  const href = useSurfacePath()(to);
  const follow = useLinkClickHandler<HTMLAnchorElement>(href);
  return <BigLink href={href} onClick={follow} style={UNDERLINED} aria-label={accessibleLabel}>{children}</BigLink>;
}
