import { randomUUID } from "node:crypto";
import type { Instant, PlatformId } from "../../app/domain/ids";
import type { Intent, Outcome } from "../../app/domain/messages";
import type { Channel, DeliveryHeaders, StoreAccess } from "./port";

/** What the battery needs of a platform, be it a twin or a real store. */
export interface ChannelHarness {
  channel: Channel;
  access: StoreAccess;
  deliveries: DeliverySamples;
  /** An order of shippable lines with these quantities, all in one fulfillment order at one location. */
  placeOrder(quantities: readonly number[]): Promise<PlacedOrder>;
  /** The order as the platform itself holds it. */
  inspect(order: PlacedOrder): Promise<Inspection>;
  /** A hold by somebody else; null where the platform cannot be asked for one. */
  holdByOther: ((fulfillmentOrderId: PlatformId) => Promise<void>) | null;
  /** A location that a third party runs; null where none can be had. */
  service: ThirdParty | null;
  faults: FaultSwitches | null;
  /** Lets time pass. */
  wait(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What every connector must do, as plain cases: vitest runs them over a twin, `verify:live` over a real store. */
export interface ConformanceCase {
  name: string;
  /** What it needs of the platform: nothing, reading, changing orders, or faults on command. */
  needs: "nothing" | "read" | "write" | "faults";
  run(harness: ChannelHarness): Promise<void>;
}

export interface DeliverySamples {
  /** Headers of one delivery as the platform sends it, signed; the same delivery has the same headers each time. */
  sign(topic: string, body: string, secret: string): DeliveryHeaders;
  orderTopic: string;
  /** A full order body whose ids exceed 2^53. */
  orderBody: string;
  orderId: PlatformId;
  /** A body that names the order and nothing else. */
  thinBody: string;
}

export interface PlacedOrder {
  orderId: PlatformId;
  fulfillmentOrderId: PlatformId;
  locationId: PlatformId;
  /** Two more locations that stock all of its items. */
  otherLocationIds: [PlatformId, PlatformId];
  lines: { orderLinePlatformId: PlatformId; quantity: number }[];
  placedAt: Instant;
  /** The body of the webhook that announced it; null where it cannot be had. */
  body: string | null;
}

export interface Inspection {
  /** Units that wait, as `line@location`. */
  waiting: Record<string, number>;
  holds: { fulfillmentOrderId: PlatformId; handle: string | null }[];
  parcels: { id: PlatformId; number: string | null; lines: Record<string, number> }[];
  inProgress: PlatformId[];
}

export interface ThirdParty {
  /** An order that is to be shipped from its location; nobody has asked it yet. */
  placeOrder(): Promise<{ orderId: PlatformId; fulfillmentOrderId: PlatformId }>;
  answer(fulfillmentOrderId: PlatformId, answer: "accept" | "reject" | "reject-cancellation"): Promise<void>;
}

export interface FaultSwitches {
  /** The change after `skip` more is lost: before it has an effect, or after. */
  loseChange(when: "before" | "after", skip: number): void;
  /** From now on files end in their middle. */
  breakFiles(broken: boolean): void;
  /** From now on every call is answered so; null ends it. */
  answerAll(kind: "throttled" | "unauthorized" | null): void;
}

/** One intent as the outbox would perform it: the same key and saved progress over all attempts. */
export interface IntentRun {
  /** One attempt. */
  once(): Promise<Outcome>;
  /** Attempts until it is done or refused. */
  settle(): Promise<Outcome>;
}

const ATTEMPTS_MAX = 8;

export function intentRun({ channel, access }: ChannelHarness, intent: Intent): IntentRun {
  let progress: Record<string, string> = {};
  let number = 0;
  const key = `conformance-${intent.kind}-${randomUUID()}`;
  const once = (): Promise<Outcome> => {
    number += 1;
    const saveProgress = async (saved: Record<string, string>): Promise<void> => {
      progress = { ...saved };
    };
    return channel.perform(access, intent, { number, key, progress, saveProgress });
  };
  return {
    once,
    async settle() {
      let outcome = await once();
      for (let attempts = 1; attempts < ATTEMPTS_MAX && (outcome.status === "retry" || outcome.status === "unknown"); attempts += 1) outcome = await once();
      return outcome;
    },
  };
}
