/** A day of the Gregorian calendar. */
export interface Day {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

const DAYS_OF_400_YEARS = 146_097;
const DAYS_FROM_MARCH_0_TO_1970 = 719_468;

/**
 * Days since 1 January 1970, below 0 before it. Years are counted from March, so that the leap day is the last of its year, in turns
 * of 400 years, after which the calendar repeats itself.
 */
export const daysOf = ({ year, month, day }: Day): number => {
  const marchYear = month > 2 ? year : year - 1;
  const turn = Math.floor(marchYear / 400);
  const yearOfTurn = marchYear - turn * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return turn * DAYS_OF_400_YEARS + yearOfTurn * 365 + Math.floor(yearOfTurn / 4) - Math.floor(yearOfTurn / 100) + dayOfYear - DAYS_FROM_MARCH_0_TO_1970;
};

/** The day that lies so many days after 1 January 1970. */
export const dayAt = (days: number): Day => {
  const fromMarch0 = days + DAYS_FROM_MARCH_0_TO_1970;
  const turn = Math.floor(fromMarch0 / DAYS_OF_400_YEARS);
  const dayOfTurn = fromMarch0 - turn * DAYS_OF_400_YEARS;
  const yearOfTurn = Math.floor((dayOfTurn - Math.floor(dayOfTurn / 1_460) + Math.floor(dayOfTurn / 36_524) - Math.floor(dayOfTurn / 146_096)) / 365);
  const dayOfYear = dayOfTurn - (365 * yearOfTurn + Math.floor(yearOfTurn / 4) - Math.floor(yearOfTurn / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: turn * 400 + yearOfTurn + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
};

/** ISO weekday, 1 Monday to 7 Sunday. 1 January 1970 was a Thursday. */
export const weekdayOf = (day: Day): number => ((((daysOf(day) + 3) % 7) + 7) % 7) + 1;

/** Does the calendar have this day? 30 February is none. */
export const isDay = (given: Day): boolean => {
  const { year, month, day } = given.month >= 1 && given.month <= 12 ? dayAt(daysOf(given)) : { year: 0, month: 0, day: 0 };
  return year === given.year && month === given.month && day === given.day;
};
