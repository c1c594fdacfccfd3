import { expect, test } from "vitest";
import { calendarDay, isDate, readHolidayList } from "./calendar-words";

test("a day is said as people say it", () => {
  expect(calendarDay("2026-05-25")).toBe("25 May 2026");
  expect(calendarDay("2026-13-01")).toBe("2026-13-01");
});

test("only days of the calendar are days", () => {
  expect(["2026-02-28", "2024-02-29"].map(isDate)).toEqual([true, true]);
  expect(["2026-02-29", "2026-2-3", "", "2026-00-10", "9999-99-99"].map(isDate)).toEqual([false, false, false, false, false]);
});

test("a pasted list is read line by line, and what cannot be read is told", () => {
  expect(readHolidayList("2026-12-25 Christmas Day\n2026/7/4, Independence Day\r\n\nMemorial Day\t2026-05-25\n2026-01-01\nBoxing Day\n2026-02-30 Never")).toEqual({
    holidays: [
      { date: "2026-12-25", name: "Christmas Day" }, { date: "2026-07-04", name: "Independence Day" }, { date: "2026-05-25", name: "Memorial Day" }, { date: "2026-01-01", name: "Holiday" },
    ],
    unread: ["Boxing Day", "2026-02-30 Never"],
  });
});
