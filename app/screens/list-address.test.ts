import { describe, expect, test } from "vitest";
import { choosing, firstChosen, listPath, listQuery, nextPagePath, previousPagePath, rangeWords, readListAddress } from "./list-address";

const read = (query: string) => readListAddress(new URL(`https://app.example/shopify/inventory${query}`), ["search", "location", "show"]);

describe("a list's address", () => {
  test("holds what the list knows, once each, and drops the rest", () => {
    expect(read("?search=%20cap%20&location=reno&location=reno&location=soho&id_token=secret&show=").chosen).toEqual({ search: ["cap"], location: ["reno", "soho"] });
  });

  test("leads from page to page and back to the first", () => {
    const first = read("?search=cap");
    const second = read(nextPagePath("", first, "c2")!);
    const third = read(nextPagePath("", second, "c3")!);
    expect([third.cursor, third.trail]).toEqual(["c3", ["", "c2"]]);
    expect(previousPagePath("/inventory", third)).toBe(listPath("/inventory", first.chosen, { cursor: "c2", trail: [""] }));
    expect(previousPagePath("/inventory", second)).toBe("/inventory?search=cap");
    expect(previousPagePath("/inventory", first)).toBeNull();
    expect(nextPagePath("/inventory", first, null)).toBeNull();
  });

  test("a choice begins at the first page", () => {
    expect(choosing("/inventory", read("?search=cap&cursor=c2&back="), "location", ["reno"])).toBe("/inventory?search=cap&location=reno");
    expect(choosing("/inventory", read("?search=cap"), "search", [])).toBe("/inventory");
    expect(listQuery(read("?cursor=c&show=low").chosen)).toBe("show=low");
    expect(firstChosen(read("?show=low"), "show")).toBe("low");
  });

  test("says which rows are shown", () => {
    expect(rangeWords(read(""), 25, 25)).toBe("1–25");
    expect(rangeWords(read(""), 0, 25)).toBe("None");
    expect(rangeWords(read("?cursor=c&back=&back=b"), 7, 25)).toBe("51–57");
    expect(rangeWords(read("?cursor=c"), 7, 25)).toBe("7 shown");
  });
});
