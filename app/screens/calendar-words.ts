export const WEEKDAYS: readonly { day: number; label: string }[] = [
  { day: 1, label: "Monday" }, { day: 2, label: "Tuesday" }, { day: 3, label: "Wednesday" }, { day: 4, label: "Thursday" }, { day: 5, label: "Friday" }, { day: 6, label: "Saturday" },
  { day: 7, label: "Sunday" },
];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "25 May 2026" of `2026-05-25`; what is no date stays as it is. */
export function calendarDay(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined || year === undefined ? date : `${Number(day)} ${name} ${year}`;
}

export interface Holiday {
  date: string;
  name: string;
}

const SEPARATED = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[\s,;:]*(.*)$/;
const DAY_FIRST = /^(.*?)[\s,;:]+(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;

/** Reads a pasted list, a holiday a line, the date before or behind the name; `unread` are the lines that hold no date of the calendar. */
export function readHolidayList(text: string): { holidays: Holiday[]; unread: string[] } {
  const holidays: Holiday[] = [];
  const unread: string[] = [];
  for (const line of text.split(/\r?\n/).map((each) => each.trim().replace(/\t/g, " ")).filter(Boolean)) {
    const before = SEPARATED.exec(line);
    const behind = DAY_FIRST.exec(line);
    const [year, month, day, name] = before ? before.slice(1) : behind ? [behind[2], behind[3], behind[4], behind[1]] : [];
    const date = `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`;
    if (isDate(date)) holidays.push({ date, name: (name ?? "").trim() || "Holiday" });
    else unread.push(line);
  }
  return { holidays, unread };
}

/** A day that the calendar has, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
}
