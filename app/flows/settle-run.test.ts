import { describe, expect, it } from "vitest";
import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import { type Bench, connect, openBench } from "./flows.fixtures";
import { newRun } from "./runs";
import { settleRun } from "./settle-run";

const begun = async (status: RunRecord["status"]): Promise<{ bench: Bench; run: RunRecord; settle(reason: string): ReturnType<typeof settleRun> }> => {
  const bench = await openBench();
  await connect(bench);
  const store = await bench.store();
  const run = newRun(bench.ctx, store, { kind: "compare-stock", actor: "switchyard", status, problem: "The file broke off." });
  await bench.db.commit([{ ...emptyChangeSet(store.merchantId), runs: [run] }]);
  return { bench, run, settle: (reason) => settleRun(bench.ctx, { store, actor: "person:7", runId: run.id, reason }) };
};

describe("a run that stopped", () => {
  it("is put aside once, keeps what was said, and leaves who did it and why", async () => {
    const { bench, run, settle } = await begun("failed");
    expect(await settle(" Compared by hand ")).toEqual({ ok: true });
    expect(await bench.db.run(run.merchantId, run.id)).toMatchObject({ status: "cancelled", problem: "The file broke off." });
    expect((await bench.db.activityPage(run.merchantId, { limit: 1 })).rows[0]).toMatchObject({ verb: "run-dismissed", actor: "person:7", reason: "Compared by hand", subjectId: run.id, detail: { kind: "compare-stock" } });
    expect(await settle("Again")).toMatchObject({ ok: false, field: null });
  });

  it("stays where no reason is given", async () => {
    const { bench, run, settle } = await begun("failed");
    expect(await settle("  ")).toEqual({ ok: false, field: "reason", problem: "Say why this needs nothing more." });
    expect(await bench.db.run(run.merchantId, run.id)).toMatchObject({ status: "failed" });
  });

  it("is not one that goes on", async () => {
    const { settle } = await begun("running");
    expect(await settle("In my way")).toMatchObject({ ok: false });
  });
});
