import { describe, expect, test } from "vitest";
import { isGranted, missingScopes } from "./scopes";

describe("a permission", () => {
  test.each([
    { granted: ["write_orders"], scope: "read_orders", is: true },
    { granted: ["read_orders"], scope: "read_orders", is: true },
    { granted: ["read_orders"], scope: "write_orders", is: false },
    { granted: ["write_orders"], scope: "read_products", is: false },
  ])("$granted for $scope: $is", ({ granted, scope, is }) => expect(isGranted(granted, scope)).toBe(is));

  test("is missing where it is needed and not granted", () => {
    const required = [{ scope: "write_orders", stops: "a" }, { scope: "read_products", stops: "b" }];
    expect(missingScopes(required, ["write_products"])).toEqual([required[0]]);
  });
});
