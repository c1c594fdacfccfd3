import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { ActivityRecord, SavedViewRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";

export const VIEW_NAME_MAX = 60;
export const VIEWS_MAX = 50;
const QUERY_MAX = 2_000;

export interface SaveViewAsk {
  store: StoreRecord;
  actor: string;
  screen: SavedViewRecord["screen"];
  name: string;
  /** As it stands in the list's address. */
  query: string;
  /** What the list's address may say; all else is dropped, as a cursor or a token. */
  parameters: readonly string[];
}

const refuse = (field: string | null, problem: string): ActResult => ({ ok: false, field, problem });

/** Keeps a list under a name, for everybody of the merchant. */
export const saveView = async (ctx: FlowContext, ask: SaveViewAsk): Promise<ActResult> => {
  const { store, actor, screen } = ask;
  const { merchantId } = store;
  const name = ask.name.normalize("NFC").trim().replace(/\s+/g, " ");
  if (name === "") return refuse("name", "Give the view a name.");
  if ([...name].length > VIEW_NAME_MAX) return refuse("name", `Keep the name under ${VIEW_NAME_MAX} characters.`);
  const query = knownQuery(ask.query, ask.parameters);
  if (query.length > QUERY_MAX) return refuse(null, "The list is narrowed in too many ways to keep. Take some away.");
  if (namesPerson(query)) return refuse(null, "A view cannot keep an e-mail address. Clear the search first.");
  const views = await ctx.db.views(merchantId, screen);
  if (views.length >= VIEWS_MAX) return refuse(null, `There are ${VIEWS_MAX} views already. Remove one first.`);
  if (views.some((view) => sameName(view.name, name))) return refuse("name", "There is a view of this name already.");
  const view: SavedViewRecord = { merchantId, id: ctx.newId(), screen, name, query, createdBy: actor, createdAt: ctx.now() };
  const set: ChangeSet = { ...emptyChangeSet(merchantId), views: [view], activity: [note(ctx, { view, actor, verb: "view-saved" })] };
  const [outcome] = await ctx.db.commit([set]);
  // Somebody saved one of this name at this moment.
  return outcome?.status === "committed" ? { ok: true } : refuse("name", "There is a view of this name already.");
};

const sameName = (one: string, other: string): boolean => one.localeCompare(other, "en", { sensitivity: "accent" }) === 0;

const knownQuery = (query: string, parameters: readonly string[]): string => {
  const said = new URLSearchParams(query);
  return new URLSearchParams(parameters.flatMap((name) => [...new Set(said.getAll(name))].filter((value) => value !== "").map((value) => [name, value]))).toString();
};

/** Views are kept in plain text, where no erasure would look for a person. */
const namesPerson = (query: string): boolean => /\S@\S/.test(new URLSearchParams(query).get("search") ?? "");

export const removeView = async (ctx: FlowContext, { store, actor, viewId }: { store: StoreRecord; actor: string; viewId: string }): Promise<ActResult> => {
  const view = await viewOf(ctx, store, viewId);
  if (!view) return refuse(null, "It is not there any more. Reload the page.");
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), removedViews: [viewId], activity: [note(ctx, { view, actor, verb: "view-removed" })] }]);
  return { ok: true };
};

const SCREENS: readonly SavedViewRecord["screen"][] = ["orders", "inventory", "customers"];

const viewOf = async (ctx: FlowContext, store: StoreRecord, viewId: string): Promise<SavedViewRecord | null> => {
  for (const screen of SCREENS) {
    const view = (await ctx.db.views(store.merchantId, screen)).find((one) => one.id === viewId);
    if (view) return view;
  }
  return null;
};

const note = (ctx: FlowContext, { view, actor, verb }: { view: SavedViewRecord; actor: string; verb: string }): ActivityRecord => ({
  merchantId: view.merchantId, id: ctx.newId(), at: ctx.now(), actor, verb, subjectKind: "view", subjectId: view.id, reason: null, detail: { screen: view.screen, name: view.name },
});
