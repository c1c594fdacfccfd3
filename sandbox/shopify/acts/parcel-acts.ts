import { cancelFulfillment, createFulfillment, updateTracking } from "../model/fulfillment";
import { markOpen, reportProgress } from "../model/fulfillment-order";
import { move } from "../model/fulfillment-order-change";
import { placeHold, releaseHolds } from "../model/hold";
import { prepare } from "../model/prepare";
import type { Tracking } from "../model/records";
import { makeReady, reschedule } from "../model/schedule";
import { finders } from "./stage";
import type { ActStage } from "./stage";

type Lines = { id: string; quantity: number }[] | null;

/** What staff and other apps do to fulfillment orders and parcels. Each is false when it was not possible. */
export function parcelActs({ world, act }: ActStage) {
  const { fulfillmentOrder, fulfillment } = finders(world);
  const someTracking = (): Tracking => ({ company: "UPS", numbers: [`1Z${world.random.hex(16).toUpperCase()}`], urls: [] });
  return {
    shipElsewhere: (fulfillmentOrderId: string, lines: Lines = null, tracking: Tracking | null = null) => act(() =>
      createFulfillment(world, { groups: [{ fulfillmentOrder: fulfillmentOrder(fulfillmentOrderId), lines }], tracking: tracking ?? someTracking() }).ok),
    trackElsewhere: (fulfillmentId: string, tracking: Tracking | null = null) => act(() => updateTracking(world, fulfillment(fulfillmentId), tracking ?? someTracking()).ok),
    cancelParcelElsewhere: (fulfillmentId: string) => act(() => cancelFulfillment(world, fulfillment(fulfillmentId)).ok),
    holdElsewhere: (fulfillmentOrderId: string, reason = "OTHER", lines: Lines = null) => act(() =>
      placeHold(world, fulfillmentOrder(fulfillmentOrderId), { handle: `manual-${world.newId()}`, reason, reasonNotes: "by hand", lines, byRequestingApp: false }).ok),
    /** All holds, or those that are named. */
    releaseElsewhere: (fulfillmentOrderId: string, holdIds: string[] | null = null) => act(() => releaseHolds(world, fulfillmentOrder(fulfillmentOrderId), holdIds).ok),
    moveElsewhere: (fulfillmentOrderId: string, locationId: string, lines: Lines = null) => act(() => move(world, { fulfillmentOrder: fulfillmentOrder(fulfillmentOrderId), locationId, lines }).ok),
    reportProgressElsewhere: (fulfillmentOrderId: string) => act(() => reportProgress(world, fulfillmentOrder(fulfillmentOrderId), "by hand").ok),
    openElsewhere: (fulfillmentOrderId: string) => act(() => markOpen(world, fulfillmentOrder(fulfillmentOrderId)).ok),
    /** A pickup or a local delivery is ready. */
    prepare: (fulfillmentOrderId: string) => act(() => prepare(world, fulfillmentOrder(fulfillmentOrderId)).ok),
    /** A scheduled one's day has come, before the clock says so. */
    makeReady: (fulfillmentOrderId: string) => act(() => makeReady(world, fulfillmentOrder(fulfillmentOrderId)).ok),
    reschedule: (fulfillmentOrderId: string, fulfillAt: number) => act(() => reschedule(world, fulfillmentOrder(fulfillmentOrderId), fulfillAt).ok),
  };
}
