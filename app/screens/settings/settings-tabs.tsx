import type { ReactNode } from "react";
import { Page, Tabs } from "../../ui";

const TABS = [
  { id: "general", title: "General", to: "/settings" },
  { id: "permissions", title: "Permissions and limits", to: "/settings/permissions" },
  { id: "keys", title: "API keys", to: "/settings/keys" },
  { id: "privacy", title: "Privacy", to: "/settings/privacy" },
  { id: "runs", title: "Imports and runs", to: "/settings/runs" },
  { id: "activity", title: "Activity", to: "/settings/activity" },
] as const;

interface SettingsPageProps {
  active: (typeof TABS)[number]["id"];
  actions?: ReactNode;
  children: ReactNode;
}

/** What the pages of the settings have in common. */
export const SettingsPage = ({ active, actions, children }: SettingsPageProps) => (
  <Page title="Settings" subtitle={TABS.find((tab) => tab.id === active)?.title} actions={actions}>
    <Tabs label="Parts of the settings" items={TABS.map((tab) => ({ ...tab }))} active={active} />
    {children}
  </Page>
);
