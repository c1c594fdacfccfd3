import type { SectionTab } from "./draft-paths";

/** What a part is about. */
export const INTRODUCTIONS: Record<SectionTab, string> = {
  costs: "Every order ships the way that costs the least in all. These are the prices beside postage: those of the box, of another parcel, of a day too late, of the carbon on the road.",
  rates: "What a parcel costs by its distance and its weight. Change a price in its cell, or take the whole table down as a file, change it in a spreadsheet, and bring it back.",
  promise: "When a parcel should be at the door. A location that cannot make it in time pays for each day late, so that one nearer or quicker is chosen where that costs less.",
  rules: "",
  waiting: "What happens to orders that no location can ship, because stock or a rule stands in the way. They are tried again by themselves whenever that changes.",
  joint: "An order that is planned alone may take the last unit that another needs more. Planned together, waiting orders cost less in all.",
  learning: "What is measured at your locations can enter the cost, so that the plan knows what really happens there. What was measured shows on each location's page.",
};

/** Where a number comes from. */
export const SOURCES: Partial<Record<SectionTab, string>> = {
  costs: "About 100 g of CO2e per tonne and kilometre is what heavy trucks with mixed loads cause from the fuel's making to its burning, of the size that the GLEC Framework and national conversion factors give. Use your carrier's own number if it reports one: vans cause several times as much.",
};
