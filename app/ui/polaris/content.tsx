import {
  Badge as PolarisBadge, Banner as PolarisBanner, DescriptionList, EmptyState as PolarisEmptyState, Pagination as PolarisPagination,
  SkeletonBodyText, Text, Tooltip as PolarisTooltip,
} from "@shopify/polaris";
import type { Kit } from "../contract";
import { LinkTabs } from "../plain/link-tabs";
import { SearchForm } from "../plain/search-form";
import { useSurfacePath } from "../surface";
import { TextField } from "./fields";

const BADGE_TONES = { neutral: undefined, info: "info", positive: "success", attention: "attention", critical: "critical" } as const;
const BANNER_TONES = { neutral: "info", info: "info", positive: "success", attention: "warning", critical: "critical" } as const;

export const Badge: Kit["Badge"] = ({ tone, label }) => <PolarisBadge tone={BADGE_TONES[tone]}>{label}</PolarisBadge>;

export const Banner: Kit["Banner"] = ({ tone, title, children, action }) => {
  const path = useSurfacePath();
  return (
    <PolarisBanner tone={BANNER_TONES[tone]} title={title} action={action ? { content: action.label, url: path(action.to) } : undefined}>
      {children}
    </PolarisBanner>
  );
};

export const Tooltip: Kit["Tooltip"] = ({ text, children }) => <PolarisTooltip content={text} hasUnderline>{<span tabIndex={0}>{children}</span>}</PolarisTooltip>;

export const EmptyState: Kit["EmptyState"] = ({ title, children, action }) => {
  const path = useSurfacePath();
  return (
    <PolarisEmptyState heading={title} image="/empty.svg" action={action ? { content: action.label, url: path(action.to) } : undefined}>
      {children}
    </PolarisEmptyState>
  );
};

export const Skeleton: Kit["Skeleton"] = ({ label, lines }) => (
  <div role="status" aria-busy="true"><Text as="span" visuallyHidden>{label}</Text><SkeletonBodyText lines={lines} /></div>
);

export const Details: Kit["Details"] = ({ items }) => (
  <DescriptionList gap="tight" items={items.map(({ term, value }) => ({ term, description: value }))} />
);

export const Tabs: Kit["Tabs"] = (props) => <LinkTabs {...props} />;

export const Filters: Kit["Filters"] = ({ tabs, search }) => (
  <div className="sy-filters">
    {tabs ? <LinkTabs {...tabs} /> : null}
    <SearchForm search={search}>
      <TextField kind="search" label={search.label} labelHidden name={search.name} placeholder={search.placeholder} defaultValue={search.value} />
    </SearchForm>
  </div>
);

export const Pagination: Kit["Pagination"] = ({ label, previousTo, nextTo, range }) => {
  const path = useSurfacePath();
  return (
    <div className="sy-pagination">
      <span>{range}</span>
      <PolarisPagination
        accessibilityLabel={label}
        hasPrevious={previousTo !== null}
        previousURL={previousTo === null ? undefined : path(previousTo)}
        hasNext={nextTo !== null}
        nextURL={nextTo === null ? undefined : path(nextTo)}
      />
    </div>
  );
};
