import type { Inspection } from "../../sandbox/shopify/inspect";
import type { Stack } from "./stack";

/** What happens on the platform, as its staff, its customers and its bad days make it happen. */
export interface Sandbox {
  /** One button of the panel, such as `raise-line`; throws with the panel's words where it is not possible. */
  happen(name: string, choice?: { order?: string; item?: string; location?: string; scope?: string }): Promise<void>;
  /** One act with all its particulars. */
  act<Result>(name: string, ...particulars: unknown[]): Promise<Result>;
  /** An order of these variants, by name, such as `#1001`. */
  sell(lines: { variantId: string; quantity: number }[], wish?: Record<string, unknown>): Promise<string>;
  /** As many orders of the same wish. */
  sellMany(count: number, wish: Record<string, unknown>): Promise<void>;
  misbehave(faults: Record<string, number>): Promise<void>;
  inspect(): Promise<Inspection>;
  choices(): Promise<Choices>;
}

/** Something that is sold and stocked. */
export interface Goods {
  id: string;
  variantId: string;
  sku: string;
  title: string;
}

export interface Choices {
  items: Goods[];
  locations: { id: string; name: string; active: boolean }[];
}

export const openSandbox = ({ sandboxUrl }: Pick<Stack, "sandboxUrl">): Sandbox => {
  const get = async <Answer>(path: string): Promise<Answer> => (await fetch(`${sandboxUrl}/control/${path}`)).json() as Promise<Answer>;
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${sandboxUrl}/control/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const said = (await answer.json()) as Answer & { error?: string };
    if (!answer.ok) throw new Error(`${path}: ${said.error}`);
    return said;
  };
  return {
    happen: async (name, choice = {}) => void (await post(`happen/${name}`, choice)),
    act: async <Result>(name: string, ...particulars: unknown[]) => (await post<{ result: Result }>(`acts/${name}`, { arguments: particulars })).result,
    async sell(lines, wish = {}) {
      const { orders } = await post<{ orders: { name: string }[] }>("orders", { count: 1, wish: { ...wish, lines } });
      if (orders[0] === undefined) throw new Error("The sandbox sold nothing.");
      return orders[0].name;
    },
    sellMany: async (count, wish) => {
      const { refused } = await post<{ refused: number }>("orders", { count, wish });
      if (refused > 0) throw new Error(`The sandbox refused ${refused} orders.`);
    },
    misbehave: async (faults) => void (await post("faults", faults)),
    inspect: () => get("inspect"),
    choices: () => get("choices"),
  };
};
