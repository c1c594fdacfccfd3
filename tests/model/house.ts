import { createHash } from "node:crypto";
import type { Channel } from "../../connectors/channels/port";
import { commitEach } from "../../app/flows/commit-each";
import { applyOrders } from "../../app/flows/apply-orders";
import { applyOutcomes } from "../../app/flows/apply-outcomes";
import type { FlowContext } from "../../app/flows/context";
import { performIntents } from "../../app/flows/perform-intents";
import { readItems } from "../../app/flows/read-items";
import { readOrders } from "../../app/flows/read-orders";
import type { ReadOutcome, ReadTask } from "../../app/flows/read-task";
import type { Settling } from "../../app/flows/settling";
import type { Db } from "../../app/db/port";
import { type OrderId, type PlatformId, idOf } from "../../app/domain/ids";
import type { Delivery, Intent, NewDelivery, Outcome, ReadKind, WantedRead } from "../../app/domain/messages";
import type { PlatformItemReading, PlatformOrder, PlatformOrderReading } from "../../app/domain/platform";
import { type World, worldOf } from "./world";

const START = Date.UTC(2026, 10, 2, 12);
/** Longer than any history: what a run leaves undone is not due yet in the runs after it, which play before it. */
const RUN_MS = 6 * 3_600_000;

/** What came of something that was told to the house. `conflict`: nothing of it was written. */
export type Heard = "committed" | "conflict" | "not-now";

/** An intent that the platform is carrying out, until it answers. */
interface OnItsWay {
  intent: Intent;
  sentAt: number;
  answer(outcome: Outcome): void;
}

export type Sent =
  | { status: "nothing-due" }
  | { status: "sent"; intent: Intent }
  /** There was nothing left to ask of the platform: the outcome waits in the inbox. */
  | { status: "done-already"; outcome: Delivery };

/**
 * The real house of one run: its flows on a real database, with a clock and ids that are the run's alone, and a platform that says what the
 * run lets it say.
 */
export class House {
  now: number;
  readonly ctx: FlowContext;
  readonly onItsWay: (OnItsWay & { settled: Promise<number> })[] = [];
  #serial = 0;
  #asked: ((intent: Intent, answer: (outcome: Outcome) => void) => void) | null = null;
  #answers: { items: Map<PlatformId, PlatformItemReading>; orders: Map<PlatformId, PlatformOrderReading>; readAt: number } = { items: new Map(), orders: new Map(), readAt: 0 };

  private constructor(
    readonly db: Db,
    readonly world: World,
    run: number,
  ) {
    this.now = START - run * RUN_MS;
    this.ctx = {
      db, channel: () => this.#channel, access: () => Promise.resolve({ ok: true, access: { domain: world.store.domain, token: "none" } }), now: () => this.now,
      newId: () => this.newId(), random: () => 0.5, sha256: (text) => createHash("sha256").update(text).digest("hex"),
      log: { info: () => undefined, warn: fail, error: fail },
    };
  }

  static async open(db: Db, run: number): Promise<House> {
    const house = new House(db, worldOf(`run${run}`), run);
    await db.commit([house.world.setup]);
    return house;
  }

  /** Another worker of the same house, whose calls of the database go through `through`. */
  colleague(through: (db: Db) => Db): FlowContext {
    return { ...this.ctx, db: through(this.db) };
  }

  newId(): string {
    this.#serial += 1;
    return `${this.world.store.name}-${String(this.#serial).padStart(6, "0")}`;
  }

  /** Only what the flows of the models ask of it. */
  get #channel(): Channel {
    const answered = <T>(value: Map<PlatformId, T>) => Promise.resolve({ ok: true, value, readAt: this.#answers.readAt } as const);
    const said: Pick<Channel, "platform" | "readItems" | "readOrders" | "perform"> = {
      platform: "shopify",
      readItems: () => answered(this.#answers.items),
      readOrders: () => answered(this.#answers.orders),
      perform: (_access, intent) => new Promise((resolve) => this.#asked?.(intent, resolve)),
    };
    return said as Channel;
  }

  #task(kind: ReadKind, target: PlatformId): ReadTask {
    const { merchantId, store } = this.world;
    const read: WantedRead = { merchantId, storeId: store.id, kind, target, requestedAt: this.now, dueAt: this.now, attempts: 0, status: "waiting", problem: null };
    return { store, channel: this.#channel, access: { domain: store.domain, token: "none" }, reads: [read] };
  }

  async #finish(ctx: FlowContext, outcomes: readonly ReadOutcome[]): Promise<Heard> {
    const [outcome] = outcomes;
    if (outcome?.status !== "change") {
      if (outcome?.status === "again" && outcome.problem?.startsWith("Switchyard")) throw new Error(outcome.problem);
      return "not-now";
    }
    return committed(await commitEach(ctx, [outcome.change]));
  }

  /** What a body of a webhook tells. */
  async hearBody(order: PlatformOrder, ctx = this.ctx): Promise<Heard> {
    const { store } = this.world;
    const delivery = { ...this.#delivery("orders/updated", order), attempts: 1 };
    const settlings = await applyOrders(ctx, [{ delivery, store, meaning: { kind: "order", order } }]);
    mustApply(settlings);
    return committed(await commitEach(ctx, settlings.map((one) => one.change)));
  }

  #delivery(topic: string, body: unknown): NewDelivery {
    const { merchantId, store } = this.world;
    const id = this.newId();
    return { id, platform: "shopify", domain: store.domain, merchantId, storeId: store.id, deliveryKey: id, topic, triggeredAt: this.now, receivedAt: this.now, body: JSON.stringify(body) };
  }

  /** What the platform says of one item's stock, asked for at `readAt`. */
  async hearItem(reading: PlatformItemReading, readAt: number, ctx = this.ctx): Promise<Heard> {
    const target = reading.item.platformId;
    this.#answers = { ...this.#answers, items: new Map([[target, reading]]), readAt };
    const answer = await readItems(ctx, this.#task("item", target));
    return answer.ok ? this.#finish(ctx, answer.value) : "not-now";
  }

  /** What the platform says of one order, asked for at `readAt`. */
  async hearOrder(reading: PlatformOrderReading, readAt: number, ctx = this.ctx): Promise<Heard> {
    const target = reading.order.platformId;
    this.#answers = { ...this.#answers, orders: new Map([[target, reading]]), readAt };
    const answer = await readOrders(ctx, this.#task("order", target));
    return answer.ok ? this.#finish(ctx, answer.value) : "not-now";
  }

  /** Sends the first intent that is due to the platform, which answers later. */
  async send(): Promise<Sent> {
    const asked = new Promise<OnItsWay>((resolve) => {
      this.#asked = (intent, answer) => resolve({ intent, answer, sentAt: this.now });
    });
    const settled = performIntents(this.ctx, { limit: 1 });
    const first = await Promise.race([asked, settled]);
    if (first === 0) return { status: "nothing-due" };
    if (typeof first === "number") return { status: "done-already", outcome: await this.#takeIn() };
    this.onItsWay.push({ ...first, settled });
    return { status: "sent", intent: first.intent };
  }

  /** The platform answers what was sent first, or at a place of the queue; gives the outcome as it waits in the inbox. */
  async answer(place: number, outcome: Outcome): Promise<Delivery> {
    const [sent] = this.onItsWay.splice(place, 1);
    if (!sent) throw new Error("nothing is on its way");
    sent.answer(outcome);
    await sent.settled;
    return this.#takeIn();
  }

  async #takeIn(): Promise<Delivery> {
    const claimed = await this.db.claimDeliveries(this.now, 1, 1_000);
    const own = claimed.filter((one) => one.merchantId === this.world.merchantId);
    const newest = own.at(-1);
    if (!newest) throw new Error("no outcome came");
    return newest;
  }

  async hearOutcome(delivery: Delivery, ctx = this.ctx): Promise<Heard> {
    const settlings = await applyOutcomes(ctx, [delivery]);
    mustApply(settlings);
    return committed(await commitEach(ctx, settlings.map((one) => one.change)));
  }

  orderId(platformId: string): OrderId {
    return idOf<OrderId>(this.world.store.id, platformId as PlatformId);
  }
}

const fail = (event: string, fields?: object): never => {
  throw new Error(`${event}: ${JSON.stringify(fields)}`);
};

/** A bug in a decision parks what it was about; here it must be seen. */
const mustApply = (settlings: readonly Settling[]): void => {
  for (const { status, reason } of settlings.flatMap((one) => one.change.deliveries ?? [])) if (status === "parked") throw new Error(reason ?? "parked");
};

const committed = (outcomes: readonly { status: string; problem?: string }[]): Heard => {
  for (const { status, problem } of outcomes) if (status === "failed") throw new Error(problem);
  return outcomes.every((one) => one.status === "committed") ? "committed" : "conflict";
};
