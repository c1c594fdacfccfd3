import { Outlet } from "@remix-run/react";
import { EmptyState, Nav, Page, Section } from "../ui";

const NAV_ITEMS = [
  { label: "Home", to: "/" },
  { label: "Orders", to: "/orders" },
  { label: "Inventory", to: "/inventory" },
  { label: "Customers", to: "/customers" },
  { label: "Locations", to: "/locations" },
  { label: "Routing", to: "/policy" },
  { label: "Exceptions", to: "/exceptions" },
  { label: "Settings", to: "/settings" },
];

/** What stands around every screen of a surface. */
export const Frame = () => (
  <>
    <Nav items={NAV_ITEMS} />
    <main><Outlet /></main>
  </>
);

/** What a person sees instead of a screen that could not be shown. */
export const Failure = ({ kind }: { kind: "missing" | "broken" }) => (
  <>
    <Nav items={NAV_ITEMS} />
    <main>
      <Page title={kind === "missing" ? "Not found" : "This page did not load"}>
        <Section>
          {kind === "missing" ? (
            <EmptyState title="There is nothing at this address" action={{ label: "See all orders", to: "/orders" }}>
              It may have been removed, or the link is incomplete.
            </EmptyState>
          ) : (
            <EmptyState title="Something went wrong on our side" action={{ label: "Go to Home", to: "/" }}>
              Nothing that you did was lost. Try again in a moment.
            </EmptyState>
          )}
        </Section>
      </Page>
    </main>
  </>
);
