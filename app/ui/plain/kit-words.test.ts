import { expect, test } from "vitest";
import { proposalsFor } from "./combobox";
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
