import { describe, expect, it } from "vitest";
import { type Bench, connect, openBench } from "./flows.fixtures";
import { removeView, saveView, type SaveViewAsk } from "./saved-views";

const PARAMETERS = ["tab", "search", "tag"];
const ask = async (bench: Bench, changes: Partial<SaveViewAsk> = {}): Promise<SaveViewAsk> =>
  ({ store: await bench.store(), actor: "person:7", screen: "orders", name: "Held in Reno", query: "tab=held", parameters: PARAMETERS, ...changes });
const open = async () => {
  const bench = await openBench();
  await connect(bench);
  return bench;
};
const views = (bench: Bench, screen: SaveViewAsk["screen"] = "orders") => bench.db.views("acme" as never, screen);

describe("a view that is saved", () => {
  it("keeps the list's own parameters, and nothing else of the address", async () => {
    const bench = await open();
    expect(await saveView(bench.ctx, await ask(bench, { name: "  Big   VIP ", query: "?cursor=abc&id_token=secret&tab=held&tag=a%20b&tag=c&tag=c&search=&back=1" }))).toEqual({ ok: true });
    expect(await views(bench)).toEqual([expect.objectContaining({ name: "Big VIP", query: "tab=held&tag=a+b&tag=c", createdBy: "person:7", screen: "orders" })]);
    expect((await bench.db.activityPage("acme" as never, { limit: 1 })).rows[0]).toMatchObject({ verb: "view-saved", actor: "person:7", subjectKind: "view" });
  });

  it("has a name of its own on its screen", async () => {
    const bench = await open();
    expect(await saveView(bench.ctx, await ask(bench))).toEqual({ ok: true });
    const taken = { ok: false, field: "name", problem: "There is a view of this name already." };
    expect(await saveView(bench.ctx, await ask(bench, { name: "held IN reno" }))).toEqual(taken);
    expect(await saveView(bench.ctx, await ask(bench, { screen: "inventory" }))).toEqual({ ok: true });
    const racing = await Promise.all([saveView(bench.ctx, await ask(bench, { name: "Twice" })), saveView(bench.ctx, await ask(bench, { name: "Twice" }))]);
    expect(racing.filter((result) => result.ok)).toHaveLength(1);
    expect(racing).toContainEqual(taken);
  });

  it.each([["", "name"], ["x".repeat(61), "name"], [" \n ", "name"]])("is refused with the name %j", async (name, field) => {
    const bench = await open();
    expect(await saveView(bench.ctx, await ask(bench, { name }))).toMatchObject({ ok: false, field });
    expect(await views(bench)).toEqual([]);
  });

  it("takes a name of 60 characters, whatever they are, and no person's address", async () => {
    const bench = await open();
    expect(await saveView(bench.ctx, await ask(bench, { name: "😀".repeat(60) }))).toEqual({ ok: true });
    expect(await saveView(bench.ctx, await ask(bench, { query: "search=ada%40example.com" }))).toMatchObject({ ok: false, problem: "A view cannot keep an e-mail address. Clear the search first." });
    expect(await saveView(bench.ctx, await ask(bench, { query: `tag=${"x".repeat(2_000)}` }))).toMatchObject({ ok: false, field: null });
  });

  it("is removed once", async () => {
    const bench = await open();
    await saveView(bench.ctx, await ask(bench, { screen: "customers" }));
    const [view] = await views(bench, "customers");
    const removal = { store: await bench.store(), actor: "person:8", viewId: view?.id ?? "" };
    expect(await removeView(bench.ctx, removal)).toEqual({ ok: true });
    expect(await views(bench, "customers")).toEqual([]);
    expect(await removeView(bench.ctx, removal)).toMatchObject({ ok: false });
  });
});
