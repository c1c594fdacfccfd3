import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Channel } from "../../../connectors/channels/port";
import type { StoreRecord } from "../../domain/records";

export interface PermissionRow {
  id: string;
  scope: string;
  granted: boolean;
  stops: string;
}

export interface PermissionsPage {
  rows: PermissionRow[];
  missing: number;
  limits: { id: string; ability: string; reason: string }[];
}

/** What the app may do in this store, what stops without it, and what no app can do there. Missing permissions come first. */
export function permissionsPage(channel: Pick<Channel, "requiredScopes" | "gaps">, store: Pick<StoreRecord, "scopes">): PermissionsPage {
  const rows = channel.requiredScopes.map(({ scope, stops }): PermissionRow => ({ id: scope, scope, granted: isGranted(store.scopes, scope), stops }));
  return {
    rows: rows.sort((a, b) => Number(a.granted) - Number(b.granted)),
    missing: rows.filter((row) => !row.granted).length,
    limits: channel.gaps.map(({ ability, reason }) => ({ id: ability, ability: ability.replace(/-/g, " ").replace(/^./, (first) => first.toUpperCase()), reason })),
  };
}

/** A permission to write includes that to read. */
const isGranted = (scopes: readonly string[], scope: string): boolean => scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, "write_"));

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: permissionsPage(flow.channel(store.platform), store) };
};
