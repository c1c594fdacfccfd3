import { describe, expect, it } from "vitest";
import { DatabaseUnavailable } from "../db/port";
import { emptyChangeSet } from "../domain/change-set";
import { type MerchantId, toId } from "../domain/ids";
import { commitEach } from "./commit-each";
import { openBench } from "./flows.fixtures";

const merchant = toId<MerchantId>("acme");
const sets = [emptyChangeSet(merchant), { ...emptyChangeSet(merchant), policies: [] }];
const failing = async (error: Error) => {
  const { ctx } = await openBench();
  return { ...ctx, db: { ...ctx.db, commit: () => Promise.reject(error) } };
};

describe("a batch that the database does not take", () => {
  it("because it does not answer is blamed on no set", async () => {
    await expect(commitEach(await failing(new DatabaseUnavailable("SQLITE_BUSY")), sets)).rejects.toThrow(DatabaseUnavailable);
  });

  it("because of what is in it is told with the problem", async () => {
    const outcomes = await commitEach(await failing(Object.assign(new Error("NOT NULL constraint failed"), { code: "SQLITE_CONSTRAINT_NOTNULL" })), sets);
    expect(outcomes).toEqual([{ status: "failed", problem: "NOT NULL constraint failed" }, { status: "failed", problem: "NOT NULL constraint failed" }]);
  });
});
