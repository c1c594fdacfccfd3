import { describe, expect, it } from "vitest";
import { nightOf } from "./nightly";

const at = (text: string): number => Date.parse(text);

describe("a night", () => {
  it("begins at three o'clock where the store is", () => {
    expect(nightOf(at("2026-11-02T10:59:59Z"), "America/Los_Angeles")).toBe("2026-11-01");
    expect(nightOf(at("2026-11-02T11:00:00Z"), "America/Los_Angeles")).toBe("2026-11-02");
    expect(nightOf(at("2026-11-02T11:00:00Z"), "Asia/Tokyo")).toBe("2026-11-02");
  });

  it("counts as UTC where the time zone is not known", () => {
    expect(nightOf(at("2026-11-02T02:59:00Z"), "Nowhere/Land")).toBe("2026-11-01");
    expect(nightOf(at("2026-11-02T03:00:00Z"), "Nowhere/Land")).toBe("2026-11-02");
  });
});
