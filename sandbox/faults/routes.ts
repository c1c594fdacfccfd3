import { Router } from "express";
import type { Request, Response } from "express";
import { ORDER_KINDS } from "../shopify/store/basket";
import type { OrderKind } from "../shopify/store/basket";
import type { Twin } from "../shopify/twin";
import type { AppView } from "./app-view";
import { FAULTS, STORMS } from "./catalogue";
import type { FaultDesk } from "./desk";
import { Refused } from "./given";
import { ORDERS_A_SECOND_MOST, ORDERS_MOST } from "./order-stream";
import type { Snapshot, Watch } from "./watch";

export interface FaultHouse { twin: Twin; desk: FaultDesk; watch: Watch; view: AppView; now(): number; takeKey(key: string): void }

type Json = Record<string, unknown>;

/** Runs what a request asks for; a wish that cannot be granted is answered with 400 and the words that say why. */
const granting = (act: (body: Json, request: Request) => unknown) => (request: Request, answer: Response) => {
  void (async () => {
    try {
      answer.json(await act((request.body ?? {}) as Json, request));
    } catch (problem) {
      answer.status(problem instanceof Refused ? 400 : 500).json({ error: problem instanceof Error ? problem.message : String(problem) });
    }
  })();
};

/** `/control/faults/…`, `/control/storms/…`, `/control/order-stream`, `/control/watch`: documented in the README. */
export function faultRoutes(house: FaultHouse): Router {
  const { desk, twin, view, watch, now } = house;
  const routes = Router();
  routes.get("/faults", granting(() => catalogue(desk)));
  routes.post("/faults/off", granting(() => { desk.allOff(); return desk.state(); }));
  routes.post("/faults/:name", granting((body, { params }) => {
    const { on = true, forSeconds, ...given } = body;
    if (on !== true) desk.switchOff(String(params.name));
    else desk.switchOn(String(params.name), { given, ...(forSeconds !== undefined && { forSeconds: Number(forSeconds) }) });
    return desk.state();
  }));
  routes.post("/storms/:name", granting((_body, { params }) => { desk.storm(String(params.name)); return desk.state(); }));
  routes.post("/order-stream", granting((body) => { desk.placeOrders(readStream(body)); return desk.state(); }));
  routes.post("/hurry", granting(() => ({ hurried: twin.hurry(now()) })));
  routes.post("/compare", granting(async () => ({ words: await view.compare() })));
  routes.post("/app-key", granting(({ key }) => {
    if (typeof key !== "string" || key === "") throw new Refused("key: a key of the app's API, as text");
    house.takeKey(key);
    return { taken: true };
  }));
  routes.get("/watch", granting(() => ({ ...watch.snapshot(), desk: desk.state(), platform: platformOf(twin, now()) }) satisfies Snapshot & Json));
  return routes;
}

const catalogue = (desk: FaultDesk) => ({
  ...desk.state(), storms: STORMS,
  catalogue: FAULTS.map(({ name, group, title, happens, expected, look, parameters }) => ({ name, group, title, happens, expected, look, parameters })),
});

function readStream({ perSecond, count, kind = "plain" }: Json): { perSecond: number; count: number; kind: OrderKind } {
  if (typeof perSecond !== "number" || !(perSecond >= 0 && perSecond <= ORDERS_A_SECOND_MOST)) throw new Refused(`perSecond: a number from 0 to ${ORDERS_A_SECOND_MOST}; 0 stops`);
  const most = count ?? ORDERS_MOST;
  if (!Number.isInteger(most) || Number(most) < 1 || Number(most) > ORDERS_MOST) throw new Refused(`count: a whole number from 1 to ${ORDERS_MOST}, or left out: as many as that`);
  if (!ORDER_KINDS.includes(kind as OrderKind)) throw new Refused(`kind: one of ${ORDER_KINDS.join(", ")}`);
  return { perSecond, count: Number(most), kind: kind as OrderKind };
}

/** What the platform did and what it still has to send. */
function platformOf(twin: Twin, now: number) {
  const waiting = { due: 0, late: 0, retrying: 0, nextInMs: null as number | null };
  for (const { attempts, dueAt, inFlight } of twin.waiting()) {
    if (inFlight || dueAt <= now) waiting.due += 1;
    else waiting[attempts === 0 ? "late" : "retrying"] += 1;
    if (dueAt > now) waiting.nextInMs = Math.min(waiting.nextInMs ?? Infinity, dueAt - now);
  }
  const { orders, locations } = twin.shop();
  return { orders: orders.size, webhooks: twin.counters(), waiting, calls: twin.calls(), locations: [...locations.values()].map(({ id, name, active }) => ({ id, name, active })) };
}
