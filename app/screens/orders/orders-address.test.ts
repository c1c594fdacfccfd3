import { expect, test } from "vitest";
import { nextPath, ordersPath, previousPath } from "./orders-address";
import { readAddress } from "./orders-page.server";

const at = (path: string) => readAddress(new URL(path, "https://app.example"));

test("paging forth and back again leads through the same addresses, with tab and search kept", () => {
  const first = "/orders?tab=held&search=diaz";
  const second = nextPath(at(first), "c2") ?? "";
  const third = nextPath(at(second), "c3") ?? "";
  expect(at(third)).toEqual({ tab: "held", search: "diaz", cursor: "c3", trail: ["", "c2"] });
  expect(previousPath(at(third))).toBe(second);
  expect(previousPath(at(second))).toBe(first);
  expect(previousPath(at(first))).toBeNull();
  expect(nextPath(at(third), null)).toBeNull();
});

test("an address that was tampered with shows the whole list", () => {
  expect(at("/orders?tab=nonsense").tab).toBe("all");
  expect(at(`/orders?search=${"x".repeat(5000)}`).search).toHaveLength(200);
  expect(ordersPath({ tab: "all", search: "" })).toBe("/orders");
});
