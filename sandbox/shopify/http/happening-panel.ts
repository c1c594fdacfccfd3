import { HAPPENINGS } from "../happenings/catalogue";
import type { Group } from "../happenings/happening";

/** The groups of the panel, each with what is chosen for its buttons. */
const GROUPS: readonly { group: Group; title: string; fields: string }[] = [
  { group: "order", title: "Something happens to an order", fields: '<label class="field"><span>Order</span><input id="choice-order" list="orders" placeholder="The newest open one" autocomplete="off"></label><datalist id="orders"></datalist>' },
  { group: "stock", title: "Something happens to stock", fields: '<label class="field"><span>Item, by SKU</span><input id="choice-item" list="items" placeholder="The first one" autocomplete="off"></label><datalist id="items"></datalist>' },
  { group: "locations", title: "Something happens to a location", fields: '<label class="field"><span>Location, also for the acts above</span><select id="choice-location"></select></label>' },
  { group: "app", title: "Something happens to the app", fields: '<label class="field"><span>Permission</span><select id="choice-scope"></select></label>' },
];

const buttons = (group: Group, under: string) => HAPPENINGS.filter((one) => one.group === group && one.under === under)
  .map(({ name, label }) => `<button type="button" data-happen="${name}">${label}</button>`).join("");

function section({ group, title, fields }: (typeof GROUPS)[number]): string {
  const headings = [...new Set(HAPPENINGS.filter((one) => one.group === group).map(({ under }) => under))];
  return `
    <section aria-labelledby="${group}-happens">
      <details class="happenings"><summary><h3 id="${group}-happens">${title}</h3></summary>
      ${fields}
      ${headings.map((under, index) => `<h4 id="${group}-${index}">${under}</h4><div class="buttons" role="group" aria-labelledby="${group}-${index}">${buttons(group, under)}</div>`).join("")}
      </details>
    </section>`;
}

/** Buttons by which a person makes the platform do what it does on a bad day. */
export const happeningPanel = (): string => GROUPS.map(section).join("");
