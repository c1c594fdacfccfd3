import { expect, test } from "vitest";
import { proposalsFor } from "./combobox";
import { stepTo } from "./menu";
import { nextChoice, selectionWords } from "./filter-menu";

const options = [{ value: "1", label: "Old Reno" }, { value: "2", label: "Reno" }, { value: "3", label: "Newark" }];

test("what begins with the typed word is proposed before what only holds it", () => {
  expect(proposalsFor("ren", options).map((option) => option.value)).toEqual(["2", "1"]);
});

test("all is proposed while one is chosen, so that another can be", () => {
  expect(proposalsFor("reno", options)).toHaveLength(3);
  expect(proposalsFor("", options)).toHaveLength(3);
});

test("a filter's button says what is chosen", () => {
  expect([[], ["3"], ["1", "3"], ["gone"]].map((selected) => selectionWords("Location", { options, selected }))).toEqual(["Location", "Location: Newark", "Location: 2 chosen", "Location: gone"]);
});

test("one choice replaces the other where only one may be", () => {
  expect(nextChoice({ selected: ["1"], value: "2", checked: true, single: true })).toEqual(["2"]);
  expect(nextChoice({ selected: ["1"], value: "2", checked: true, single: false })).toEqual(["1", "2"]);
  expect(nextChoice({ selected: ["1", "2"], value: "1", checked: false, single: false })).toEqual(["2"]);
});

test("arrows walk a menu round, Home and End lead to its ends, other keys nowhere", () => {
  const from = (at: number, key: string) => stepTo(key, { at, length: 3 });
  expect([from(-1, "ArrowDown"), from(2, "ArrowDown"), from(0, "ArrowUp"), from(1, "Home"), from(1, "End"), from(1, "a")]).toEqual([0, 0, 2, 0, 2, null]);
  expect(stepTo("ArrowDown", { at: -1, length: 0 })).toBeNull();
});
