import { Router } from "express";
import type { Request, Response } from "express";
import { noFaults, TIMES_MOST } from "../faults";
import type { Faults } from "../faults";
import { happen } from "../happenings/catalogue";
import type { Twin } from "../twin";
import { ORDER_KINDS } from "../store/basket";
import type { OrderKind, OrderWish } from "../store/basket";

const BURST_MAX = 5_000;
const AT_ONCE = 50;
const LATEST = 20;
const CHOICES_MOST = 500;

type Json = Record<string, unknown>;
const bad = (answer: Response, words: string) => void answer.status(400).json({ error: words });

/** JSON endpoints by which a person's buttons, and tests, act in the sandbox. Documented in the README. */
export function controlRoutes(twin: Twin, optionalScopes: readonly string[]): Router {
  const routes = Router();
  routes.get("/state", (_request, answer) => void answer.json(stateOf(twin)));
  routes.get("/inspect", (_request, answer) => void answer.json(twin.inspect()));
  routes.post("/orders", (request: Request, answer) => void placeOrders(twin, request.body as Json, answer));
  routes.post("/faults", (request: Request, answer) => setFaults(twin, request.body as Json, answer));
  routes.get("/choices", (_request, answer) => void answer.json(choicesOf(twin, optionalScopes)));
  routes.post("/happen/:name", (request, answer) => {
    try {
      const happened = happen({ shop: twin.shop(), people: twin.people() }, request.params.name, request.body as Json);
      if (happened.ok) answer.json(happened);
      else bad(answer, happened.words);
    } catch (problem) {
      bad(answer, problem instanceof Error ? problem.message : String(problem));
    }
  });
  routes.post("/acts/:name", (request, answer) => act(twin, { name: request.params.name, given: (request.body as Json).arguments }, answer));
  routes.post("/rotate-secret", (request: Request, answer) => {
    const { secret } = request.body as Json;
    if (typeof secret !== "string" || secret === "") return bad(answer, "secret: the new client secret, as text");
    twin.rotateSecret(secret);
    answer.json({ rotated: true });
  });
  return routes;
}

/** What the panel's fields offer. */
function choicesOf(twin: Twin, optionalScopes: readonly string[]) {
  const shop = twin.shop();
  return {
    orders: [...shop.orders.values()].slice(-CHOICES_MOST).reverse().map(({ id, name }) => ({ id, name })),
    items: [...shop.items.values()].slice(0, CHOICES_MOST).map((item) => ({ id: item.id, variantId: item.variantId, sku: item.sku, title: shop.products.get(shop.variants.get(item.variantId)?.productId ?? "")?.title ?? "" })),
    locations: [...shop.locations.values()].map(({ id, name, active }) => ({ id, name, active })),
    scopes: [...new Set([...twin.askedScopes, ...optionalScopes, ...(shop.grantedScopes ?? [])])].map((scope) => ({ scope, granted: (shop.grantedScopes ?? twin.askedScopes).includes(scope) })),
  };
}

function stateOf(twin: Twin) {
  const shop = twin.shop();
  const latest = [...shop.orders.values()].slice(-LATEST).reverse().map((order) => ({
    id: order.id, name: order.name, total: order.lines.length, cancelled: order.cancelledAt !== null, financialStatus: order.financialStatus,
    parts: order.fulfillmentOrderIds.map((id) => shop.fulfillmentOrders.get(id)).filter((one) => one !== undefined).map((one) => ({ location: shop.locations.get(one.locationId)?.name ?? "", status: one.status })),
  }));
  return { shop: { domain: shop.domain, name: shop.name, installed: shop.installed, orders: shop.orders.size }, counters: twin.counters(), faults: twin.faults, coins: twin.coins, kinds: ORDER_KINDS, latest };
}

/** A burst is placed in portions, so that webhooks flow meanwhile. */
async function placeOrders(twin: Twin, body: Json, answer: Response): Promise<void> {
  const count = Number(body.count ?? 1);
  const kind = body.kind ?? "plain";
  if (!Number.isInteger(count) || count < 1 || count > BURST_MAX) return bad(answer, `count: a whole number from 1 to ${BURST_MAX}`);
  if (!ORDER_KINDS.includes(kind as OrderKind)) return bad(answer, `kind: one of ${ORDER_KINDS.join(", ")}`);
  const wish = { ...(body.wish as OrderWish | undefined), kind: kind as OrderKind };
  const placed: { id: string; name: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    const order = twin.people().placeOrder(wish);
    if (order) placed.push(order);
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise((resume) => setImmediate(resume));
  }
  answer.json({ placed: placed.length, refused: count - placed.length, orders: placed.slice(0, LATEST) });
}

function setFaults(twin: Twin, body: Json, answer: Response): void {
  const names = Object.keys(noFaults()) as (keyof Faults)[];
  for (const [name, value] of Object.entries(body)) {
    const known = names.find((candidate) => candidate === name);
    const most = (known && TIMES_MOST[known]) ?? 1;
    if (!known || typeof value !== "number" || !(value >= 0 && value <= most)) return bad(answer, `${name}: ${known ? `a number from 0 to ${most}` : `is not one of ${names.join(", ")}`}`);
  }
  Object.assign(twin.faults, body);
  answer.json(twin.faults);
}

function act(twin: Twin, wish: { name: string; given: unknown }, answer: Response): void {
  const people = twin.people() as unknown as Record<string, (...given: unknown[]) => unknown>;
  const todo = Object.hasOwn(people, wish.name) ? people[wish.name] : undefined;
  if (!todo) return bad(answer, `acts: ${Object.keys(people).join(", ")}`);
  if (wish.given !== undefined && !Array.isArray(wish.given)) return bad(answer, "arguments: a list, in the order in which the act takes them");
  try {
    answer.json({ result: todo(...((wish.given as unknown[] | undefined) ?? [])) ?? null });
  } catch (problem) {
    bad(answer, problem instanceof Error ? problem.message : String(problem));
  }
}
