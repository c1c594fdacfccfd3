import { isTerminal } from "../model/fulfillment-order";
import { shippedAndRefunded, shippedUnits, unfulfilledUnits } from "../model/order";
import type { RestockType } from "../model/records";
import { onFirst } from "./happening";
import type { Happening, Subject } from "./happening";

const order = (under: string, name: string, rest: { label: string; happen: Happening["happen"]; needs?: Happening["needs"] }): Happening =>
  ({ group: "order", under, name, needs: ["order"], ...rest });

const waiting = ({ shop, order: one }: Subject) => one.lines.filter((line) => unfulfilledUnits({ shop }, one, line) > 0);
const shipped = ({ shop, order: one }: Subject) => one.lines.filter((line) => (shippedUnits({ shop }, one).get(line.id) ?? 0) > shippedAndRefunded({ shop }, one, line.id));

const setFirst = (subject: Subject, change: number) => {
  const line = waiting(subject)[0];
  return line ? subject.people.editOrder(subject.order.id, { set: [{ lineId: line.id, quantity: Math.max(0, line.currentQuantity + change) }] }) : false;
};

/** A unit of something in stock that the order does not have yet. */
function addLine({ shop, order: one, people }: Subject) {
  const had = new Set(one.lines.map(({ variantId }) => variantId));
  const stocked = (variantId: string) => [...(shop.items.get(shop.variants.get(variantId)?.itemId ?? "")?.levels.values() ?? [])].some(({ quantities }) => quantities.available > 0);
  const variantId = [...shop.variants.keys()].find((id) => !had.has(id) && stocked(id) && shop.items.get(shop.variants.get(id)?.itemId ?? "")?.requiresShipping);
  return variantId ? people.editOrder(one.id, { add: [{ variantId, quantity: 1 }] }) : false;
}

function refundOne(subject: Subject, restockType: RestockType) {
  const lines = { CANCEL: waiting(subject), RETURN: shipped(subject), NO_RESTOCK: [...shipped(subject), ...waiting(subject)] }[restockType];
  const line = lines[0];
  return line ? subject.people.refund(subject.order.id, { lines: [{ lineId: line.id, quantity: 1, restockType }] }) ?? false : false;
}

const lastParcel = ({ shop, order: one }: Subject) => one.fulfillmentIds.map((id) => shop.fulfillments.get(id)).findLast((parcel) => parcel?.status === "SUCCESS");

export const orderHappenings: readonly Happening[] = [
  order("Edit", "add-line", { label: "Add a line", happen: addLine }),
  order("Edit", "raise-line", { label: "One unit more", happen: (subject) => setFirst(subject, 1) }),
  order("Edit", "lower-line", { label: "One unit less", happen: (subject) => setFirst(subject, -1) }),
  order("Edit", "remove-line", { label: "Remove a line", happen: (subject) => setFirst(subject, -Number.MAX_SAFE_INTEGER) }),
  order("Edit", "pay", { label: "Mark as paid", happen: ({ people, order: one }) => people.markPaid(one.id) }),
  order("Cancel and refund", "cancel", { label: "Cancel, restock, refund", happen: ({ people, order: one }) => (one.cancelledAt === null ? people.cancelOrder(one.id) : false) }),
  order("Cancel and refund", "cancel-only", { label: "Cancel alone", happen: ({ people, order: one }) => (one.cancelledAt === null ? people.cancelOrder(one.id, { restock: false, refund: false }) : false) }),
  order("Cancel and refund", "refund-waiting", { label: "Refund an unshipped unit", happen: (subject) => refundOne(subject, "CANCEL") }),
  order("Cancel and refund", "refund-returned", { label: "Refund a returned unit", happen: (subject) => refundOne(subject, "RETURN") }),
  order("Cancel and refund", "refund-lost", { label: "Refund without restock", happen: (subject) => refundOne(subject, "NO_RESTOCK") }),
  order("Parcels by others", "ship", { label: "Ship a part of it", happen: (subject) => onFirst(subject, (one) => ["OPEN", "IN_PROGRESS"].includes(one.status), (one) => subject.people.shipElsewhere(one.id)) }),
  order("Parcels by others", "ship-unit", {
    label: "Ship one unit",
    happen: (subject) => onFirst(subject, (one) => ["OPEN", "IN_PROGRESS"].includes(one.status), (one) => subject.people.shipElsewhere(one.id, one.lines.filter((line) => line.remaining > 0).slice(0, 1).map(({ id }) => ({ id, quantity: 1 })))),
  }),
  order("Parcels by others", "track", { label: "Change the tracking", happen: (subject) => { const parcel = lastParcel(subject); return parcel ? subject.people.trackElsewhere(parcel.id) : false; } }),
  order("Parcels by others", "cancel-parcel", { label: "Cancel the last parcel", happen: (subject) => { const parcel = lastParcel(subject); return parcel ? subject.people.cancelParcelElsewhere(parcel.id) : false; } }),
  order("Hold, move, begin", "hold", { label: "Another app holds it", happen: (subject) => onFirst(subject, (one) => one.status === "OPEN", (one) => subject.people.holdElsewhere(one.id)) }),
  order("Hold, move, begin", "release", { label: "Release all holds", happen: (subject) => onFirst(subject, (one) => one.status === "ON_HOLD", (one) => subject.people.releaseElsewhere(one.id)) }),
  order("Hold, move, begin", "move", {
    label: "Move to the location below", needs: ["order", "location"],
    happen: (subject) => onFirst(subject, (one) => !isTerminal(one) && one.locationId !== subject.location.id, (one) => subject.people.moveElsewhere(one.id, subject.location.id)),
  }),
  order("Hold, move, begin", "begin", { label: "Begin work by hand", happen: (subject) => onFirst(subject, (one) => one.status === "OPEN", (one) => subject.people.reportProgressElsewhere(one.id)) }),
  order("Hold, move, begin", "prepare", { label: "Ready for pickup or delivery", happen: (subject) => onFirst(subject, (one) => one.status === "OPEN", (one) => subject.people.prepare(one.id)) }),
  order("Hold, move, begin", "due", { label: "Its scheduled day comes", happen: (subject) => onFirst(subject, (one) => one.scheduled, (one) => subject.people.makeReady(one.id)) }),
  order("3PL", "request", { label: "Ask the 3PL to ship", happen: (subject) => onFirst(subject, (one) => one.status === "OPEN", (one) => subject.people.submitToService(one.id)) }),
  order("3PL", "accept", { label: "3PL accepts", happen: (subject) => onFirst(subject, (one) => one.requestStatus === "SUBMITTED", (one) => subject.people.serviceAccepts(one.id)) }),
  order("3PL", "reject", { label: "3PL rejects", happen: (subject) => onFirst(subject, (one) => one.requestStatus === "SUBMITTED", (one) => subject.people.serviceRejects(one.id)) }),
  order("3PL", "ask-cancel", { label: "Ask the 3PL to stop", happen: (subject) => onFirst(subject, (one) => one.requestStatus === "ACCEPTED", (one) => subject.people.askServiceToCancel(one.id)) }),
  order("3PL", "accept-cancel", { label: "3PL stops", happen: (subject) => onFirst(subject, (one) => one.requestStatus === "CANCELLATION_REQUESTED", (one) => subject.people.serviceAcceptsCancellation(one.id)) }),
  order("3PL", "reject-cancel", { label: "3PL does not stop", happen: (subject) => onFirst(subject, (one) => one.requestStatus === "CANCELLATION_REQUESTED", (one) => subject.people.serviceRejectsCancellation(one.id)) }),
  order("3PL", "fail", { label: "3PL gives up the rest", happen: (subject) => onFirst(subject, (one) => one.requestStatus === "ACCEPTED", (one) => subject.people.serviceFails(one.id)) }),
];
