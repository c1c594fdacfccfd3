import { expect, test } from "vitest";
import { parseLine } from "./live";

test("a change is taken, and heartbeats, halves and strangers are passed over", () => {
  expect(parseLine('{"id":"e2","orderId":"o1"}')).toEqual({ id: "e2", orderId: "o1" });
  for (const text of ["{}", "", "null", "[1]", '{"id":"e2","ord', '{"id":2,"orderId":"o1"}']) expect(parseLine(text)).toBeNull();
});
