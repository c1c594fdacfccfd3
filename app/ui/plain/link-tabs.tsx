import { Link } from "@remix-run/react";
import type { TabsProps } from "../contract";
import { useSurfacePath } from "../surface";

/** Tabs that are links: each has an address, works before scripts have run, and opens in a new window like any link. */
export function LinkTabs({ label, items, active }: TabsProps) {
  const path = useSurfacePath();
  return (
    <nav className="sy-tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <Link to={path(item.to)} aria-current={item.id === active ? "page" : undefined} preventScrollReset>
              {item.title}{item.count === undefined ? null : <span className="sy-tab-count">{item.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
