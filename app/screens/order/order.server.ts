import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { toId, type OrderId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import { answerOf, statusOf, type ActAnswer } from "../act-answer";
import type { ActResult, Acts } from "../acts";
import { readOrderForm, type OrderForm } from "./order-forms.server";
import { orderPage } from "./order-page.server";

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = await flow.db.newestEventId(store.merchantId);
  const page = await orderPage(flow.db, { store, now: flow.now() }, toId<OrderId>(params["orderId"] ?? ""));
  if (page === null) throw new Response(null, { status: 404 });
  return { after, page };
};

const SAID: Record<OrderForm["act"], string> = {
  hold: "Order held.",
  release: "Hold released.",
  "take-over": "Switchyard routes this order from now on.",
  "change-location": "Move sent to your shop.",
  "start-work": "Work reported to your shop.",
  ship: "Shipment sent to your shop.",
  track: "Tracking sent to your shop.",
  reject: "Taken down. What is missing is sent from elsewhere.",
  "accept-again": "It is decided anew where it ships from.",
  "re-route": "Where it ships from is decided anew.",
  "resolve-attention": "Marked as resolved.",
  cancel: "Cancellation sent to your shop.",
  "request-fulfillment": "Request sent through your shop.",
  "request-cancellation": "Request to stop sent through your shop.",
};

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const reading = readOrderForm(await request.formData());
  const orderId = toId<OrderId>(params["orderId"] ?? "");
  const answer = reading.ok
    ? answerOf(await perform(acts, reading.form, { store, actor, orderId }), SAID[reading.form.act])
    : refusedForm(reading.problems);
  return data(answer, statusOf(answer));
};

function refusedForm({ "": problem = null, ...problems }: Record<string, string | null>): ActAnswer {
  return { ok: false, problem, problems: problems as Record<string, string> };
}

function perform(acts: Acts, form: OrderForm, ask: { store: StoreRecord; actor: string; orderId: OrderId }): Promise<ActResult> {
  switch (form.act) {
    case "hold": return acts.holdOrder({ ...ask, reason: form.reason });
    case "release": return acts.releaseOrder(ask);
    case "take-over": return acts.takeOver(ask);
    case "change-location": return acts.changeLocation({ ...ask, fulfillmentOrderId: form.fulfillmentOrderId, locationId: form.locationId, reason: form.reason });
    case "reject": {
      const { fulfillmentOrderId, reason, note, found, remedy } = form;
      return acts.rejectPart({ ...ask, fulfillmentOrderId, reason, note, found, remedy });
    }
    case "accept-again": return acts.acceptAgain({ ...ask, locationId: form.locationId });
    case "start-work": return acts.startWork({ ...ask, fulfillmentOrderId: form.fulfillmentOrderId });
    case "re-route": return acts.reRoute(ask);
    case "resolve-attention": return acts.resolveAttention({ ...ask, code: form.code, note: form.note });
    case "request-fulfillment": return acts.requestFulfillment({ ...ask, fulfillmentOrderId: form.fulfillmentOrderId, note: form.note });
    case "request-cancellation": return acts.requestCancellation({ ...ask, fulfillmentOrderId: form.fulfillmentOrderId, note: form.note });
    case "cancel": {
      const { reason, restock, refund, notifyCustomer, note } = form;
      return acts.cancelOrder({ ...ask, reason, restock, refund, notifyCustomer, note });
    }
    case "ship": {
      const { fulfillmentOrderId, lines, tracking, notifyCustomer } = form;
      return acts.shipParcel({ ...ask, fulfillmentOrderId, lines, tracking, notifyCustomer });
    }
    case "track": return acts.updateTracking({ ...ask, shipmentId: form.shipmentId, tracking: form.tracking, notifyCustomer: form.notifyCustomer });
  }
}
