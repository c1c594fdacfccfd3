import { BlockStack, Box, Card, InlineStack, Link as PolarisLink, Page as PolarisPage, Text as PolarisText } from "@shopify/polaris";
import { NavLink } from "@remix-run/react";
import type { Kit } from "../contract";
import { useSurfacePath } from "../surface";

const GAPS = { tight: "100", normal: "200", loose: "400" } as const;
const ALIGNMENTS = { start: "start", center: "center", end: "end", spread: "space-between" } as const;
const TEXT_TONES = { normal: undefined, subdued: "subdued", positive: "success", critical: "critical" } as const;
const TEXT_VARIANTS = { small: "bodySm", normal: "bodyMd", large: "headingMd" } as const;

export const Page: Kit["Page"] = ({ title, badge, subtitle, back, actions, children }) => {
  const path = useSurfacePath();
  return (
    <PolarisPage
      title={title}
      subtitle={subtitle}
      titleMetadata={badge}
      backAction={back ? { content: back.label, accessibilityLabel: back.label, url: path(back.to) } : undefined}
      // Polaris takes nothing for a list of actions.
      secondaryActions={actions || undefined}
      fullWidth
    >
      <Box paddingBlockEnd="800"><BlockStack gap="400">{children}</BlockStack></Box>
    </PolarisPage>
  );
};

/** Read by App Bridge, which draws it in the admin's own navigation. `rel="home"` is the app's title there. */
export const Nav: Kit["Nav"] = ({ items }) => {
  const path = useSurfacePath();
  return (
    <ui-nav-menu>
      {items.map((item, index) => (
        <NavLink key={item.to} to={path(item.to)} rel={index === 0 ? "home" : undefined} end={index === 0}>{item.label}</NavLink>
      ))}
    </ui-nav-menu>
  );
};

export const Section: Kit["Section"] = ({ title, actions, padding = "normal", children }) => {
  const header = title === undefined ? null : (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <PolarisText as="h2" variant="headingSm">{title}</PolarisText>
      {actions}
    </InlineStack>
  );
  if (padding === "normal") return <Card><BlockStack gap="300">{header}{children}</BlockStack></Card>;
  return (
    <Card padding="0">
      {header === null ? null : <Box padding="300" paddingInlineStart="400" paddingInlineEnd="400">{header}</Box>}
      {children}
    </Card>
  );
};

export const Stack: Kit["Stack"] = ({ direction = "down", gap = "normal", align = "start", children }) =>
  direction === "down"
    ? <BlockStack gap={GAPS[gap]} inlineAlign={align === "spread" || align === "start" ? undefined : align}>{children}</BlockStack>
    : <InlineStack gap={GAPS[gap]} align={ALIGNMENTS[align]} blockAlign="center">{children}</InlineStack>;

export const Text: Kit["Text"] = ({ as = "p", tone = "normal", size, hidden, id, children }) => {
  const heading = as === "h2" || as === "h3";
  return (
    <PolarisText
      as={as}
      id={id}
      tone={TEXT_TONES[tone]}
      variant={size === undefined && heading ? "headingSm" : TEXT_VARIANTS[size ?? "normal"]}
      fontWeight={as === "strong" ? "semibold" : undefined}
      visuallyHidden={hidden}
      breakWord
    >
      {children}
    </PolarisText>
  );
};

export const Link: Kit["Link"] = ({ to, external, accessibleLabel, children }) => {
  const path = useSurfacePath();
  return external
    ? <PolarisLink url={to} target="_blank" accessibilityLabel={accessibleLabel}>{children}</PolarisLink>
    : <PolarisLink url={path(to)} accessibilityLabel={accessibleLabel}>{children}</PolarisLink>;
};
