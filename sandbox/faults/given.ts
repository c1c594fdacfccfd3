import type { Fault, Given, Parameter } from "./fault";

/** A wish that cannot be granted, in words that say what may be wished. */
export class Refused extends Error {}

const SECONDS_MOST = 86_400;

const isWithin = (value: unknown, low: number, high: number): value is number => typeof value === "number" && value >= low && value <= high;

/** What is given for a parameter, or what it starts with. */
function read(parameter: Parameter, value: unknown): number | string {
  const wrong = (words: string) => new Refused(`${parameter.name}: ${words}`);
  if (value === undefined) return parameter.start;
  switch (parameter.kind) {
    case "percent": if (isWithin(value, 1, 100)) return value; throw wrong("a number from 1 to 100, in percent");
    case "seconds": if (isWithin(value, 0.001, SECONDS_MOST)) return value; throw wrong(`seconds, above 0 and up to ${SECONDS_MOST}`);
    case "number": if (isWithin(value, parameter.from, parameter.to)) return value; throw wrong(`a number from ${parameter.from} to ${parameter.to}`);
    case "choice": if (parameter.choices.some((choice) => choice.value === value)) return String(value); throw wrong(`one of ${parameter.choices.map((choice) => choice.value).join(", ")}`);
    case "location": if (typeof value === "string") return value; throw wrong("the id of a location, or empty for the busiest");
  }
}

/** Every parameter of a fault with its value. Throws `Refused` for what it does not know. */
export function readGiven(fault: Fault, wish: Record<string, unknown>): Given {
  const unknown = Object.keys(wish).find((name) => !fault.parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw new Refused(`${unknown}: ${fault.name} takes ${fault.parameters.map((one) => one.name).join(", ") || "nothing"}`);
  return Object.fromEntries(fault.parameters.map((parameter) => [parameter.name, read(parameter, wish[parameter.name])]));
}
