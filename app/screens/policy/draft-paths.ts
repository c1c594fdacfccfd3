/** The parts of a draft, as its tabs name them. */
export const SECTION_TABS = [
  { id: "costs", title: "Costs" }, { id: "rates", title: "Rates" }, { id: "promise", title: "Delivery promise" }, { id: "rules", title: "Rules" }, { id: "waiting", title: "Waiting orders" },
  { id: "joint", title: "Waiting together" }, { id: "learning", title: "Learning" },
] as const;

export type SectionTab = (typeof SECTION_TABS)[number]["id"];

/** The address of a draft's page; `costs` is its first. */
export const draftPath = (id: string, page: SectionTab | "publish" | `rules/${string}` = "costs"): string => `/policy/drafts/${encodeURIComponent(id)}${page === "costs" ? "" : `/${page}`}`;
