/**
 * Every GraphQL document that this connector sends, for the API version below. A test validates each against Shopify's
 * published schema, and its scopes against shopify.app.toml. Changes of quantities carry `@idempotent`, which Shopify demands of them.
 */
export const API_VERSION = "2026-07";

export interface Operation {
  name: string;
  document: string;
  /** A call that changes something: when its answer is lost, it may have happened. */
  mutation: boolean;
  /**
   * Points to expect before the platform has told what it asks: counted pessimistically, each object 1 point, each connection 2
   * and its page size times its node, a mutation 10. `perId` is added for each id of a batch.
   */
  cost: { base: number; perId: number };
}

const query = (name: string, cost: Operation["cost"], document: string): Operation => ({ name, document, cost, mutation: false });
const mutation = (name: string, document: string): Operation => ({ name, document, cost: { base: 10, perId: 0 }, mutation: true });

/** Page sizes inside a batched order read: what most orders fit in. What does not fit is read page by page. */
const ORDER_LINES_FIRST = 5;
const FULFILLMENT_ORDERS_FIRST = 2;
const FULFILLMENTS_FIRST = 2;
/** `Order.refunds` has neither cursor nor count: as many as were asked for may mean that there are more. */
export const REFUNDS_FIRST = 2;
/** Page sizes of the reads that follow a single connection. */
export const NESTED_PAGE_SIZE = 50;

const PAGE = "pageInfo { hasNextPage endCursor }";

const ITEM_FIELDS = "id sku tracked requiresShipping updatedAt measurement { weight { value unit } }";
const VARIANT_FIELDS = "id title inventoryPolicy updatedAt product { id title tags productType }";

const ORDER_LINE_FIELDS = `id name sku quantity currentQuantity requiresShipping isGiftCard
  originalUnitPriceSet { shopMoney { amount } } lineItemGroup { id title quantity } variant { ${VARIANT_FIELDS} inventoryItem { ${ITEM_FIELDS} } }`;

const FULFILLMENT_ORDER_LINE_FIELDS = "id totalQuantity remainingQuantity requiresShipping inventoryItemId lineItem { id }";

const FULFILLMENT_ORDER_FIELDS = `id orderId status requestStatus updatedAt fulfillAt fulfillBy assignedLocation { location { id } } deliveryMethod { methodType }
  fulfillmentHolds { id handle reason heldByRequestingApp } supportedActions { action }`;

const FULFILLMENT_FIELDS = "id status createdAt location { id } trackingInfo(first: 1) { company number url } fulfillmentOrders(first: 5) { nodes { id } }";
const FULFILLMENT_LINE_FIELDS = "quantity lineItem { id }";
const REFUND_FIELDS = "id createdAt processedAt totalRefundedSet { shopMoney { amount } presentmentMoney { amount } }";
const REFUND_LINE_FIELDS = "quantity restockType lineItem { id } location { id }";

const ADDRESS_FIELDS = "name company phone address1 address2 city provinceCode zip countryCodeV2 latitude longitude";

const fulfillmentOrders = (first: number, linesFirst: number, after = ""): string => `fulfillmentOrders(first: ${first}${after}) { ${PAGE} nodes {
  ${FULFILLMENT_ORDER_FIELDS} lineItems(first: ${linesFirst}) { ${PAGE} nodes { ${FULFILLMENT_ORDER_LINE_FIELDS} } } } }`;

export const ORDERS_READ = query("OrdersRead", { base: 1, perId: 180 }, `query OrdersRead($ids: [ID!]!) { nodes(ids: $ids) { ... on Order {
  id name sourceName displayFinancialStatus currencyCode presentmentCurrencyCode tags test createdAt processedAt updatedAt cancelledAt email phone
  customer { id tags } totalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } } shippingAddress { ${ADDRESS_FIELDS} } billingAddress { name }
  lineItems(first: ${ORDER_LINES_FIRST}) { ${PAGE} nodes { ${ORDER_LINE_FIELDS} } }
  ${fulfillmentOrders(FULFILLMENT_ORDERS_FIRST, ORDER_LINES_FIRST)}
  fulfillmentsCount { count }
  fulfillments(first: ${FULFILLMENTS_FIRST}) { ${FULFILLMENT_FIELDS} fulfillmentLineItems(first: ${ORDER_LINES_FIRST}) { ${PAGE} nodes { ${FULFILLMENT_LINE_FIELDS} } } }
  refunds(first: ${REFUNDS_FIRST}) { ${REFUND_FIELDS} refundLineItems(first: ${ORDER_LINES_FIRST}) { ${PAGE} nodes { ${REFUND_LINE_FIELDS} } } }
} } }`);

export const ORDER_LINES_PAGE = query("OrderLinesPage", { base: 3 + NESTED_PAGE_SIZE * 9, perId: 0 },
  `query OrderLinesPage($id: ID!, $after: String) { order(id: $id) { lineItems(first: ${NESTED_PAGE_SIZE}, after: $after) { ${PAGE} nodes { ${ORDER_LINE_FIELDS} } } } }`);

export const ORDER_FULFILLMENT_ORDERS_PAGE = query("OrderFulfillmentOrdersPage", { base: 550, perId: 0 },
  `query OrderFulfillmentOrdersPage($id: ID!, $after: String) { order(id: $id) { ${fulfillmentOrders(10, 20, ", after: $after")} } }`);

export const FULFILLMENT_ORDER_LINES_PAGE = query("FulfillmentOrderLinesPage", { base: 3 + NESTED_PAGE_SIZE * 2, perId: 0 },
  `query FulfillmentOrderLinesPage($id: ID!, $after: String) { fulfillmentOrder(id: $id) {
  lineItems(first: ${NESTED_PAGE_SIZE}, after: $after) { ${PAGE} nodes { ${FULFILLMENT_ORDER_LINE_FIELDS} } } } }`);

/** `Order.fulfillments` is a list without cursors: an order with more than fit in a batch is asked for all of them at once. */
export const ORDER_FULFILLMENTS = query("OrderFulfillments", { base: 950, perId: 0 }, `query OrderFulfillments($id: ID!, $first: Int!) { order(id: $id) {
  fulfillments(first: $first) { ${FULFILLMENT_FIELDS} fulfillmentLineItems(first: 1) { ${PAGE} nodes { ${FULFILLMENT_LINE_FIELDS} } } } } }`);

export const ORDER_REFUNDS = query("OrderRefunds", { base: 900, perId: 0 }, `query OrderRefunds($id: ID!, $first: Int!) { order(id: $id) {
  refunds(first: $first) { ${REFUND_FIELDS} refundLineItems(first: 1) { ${PAGE} nodes { ${REFUND_LINE_FIELDS} } } } } }`);

export const REFUND_LINES_PAGE = query("RefundLinesPage", { base: 3 + NESTED_PAGE_SIZE * 3, perId: 0 },
  `query RefundLinesPage($id: ID!, $after: String) { refund(id: $id) {
  refundLineItems(first: ${NESTED_PAGE_SIZE}, after: $after) { ${PAGE} nodes { ${REFUND_LINE_FIELDS} } } } }`);

export const FULFILLMENT_LINES_PAGE = query("FulfillmentLinesPage", { base: 3 + NESTED_PAGE_SIZE * 2, perId: 0 },
  `query FulfillmentLinesPage($id: ID!, $after: String) { fulfillment(id: $id) {
  fulfillmentLineItems(first: ${NESTED_PAGE_SIZE}, after: $after) { ${PAGE} nodes { ${FULFILLMENT_LINE_FIELDS} } } } }`);

const LEVEL_FIELDS = `isActive updatedAt location { id }
  quantities(names: ["available", "on_hand", "committed", "incoming", "reserved", "damaged", "safety_stock", "quality_control"]) { name quantity }`;

const LEVELS_FIRST = 10;
const ITEM_READING_FIELDS = `${ITEM_FIELDS} variants(first: 1) { nodes { ${VARIANT_FIELDS} } }
  inventoryLevels(first: ${LEVELS_FIRST}, includeInactive: true) { ${PAGE} nodes { ${LEVEL_FIELDS} } }`;
const ITEM_READING_COST = 9 + LEVELS_FIRST * 3;

export const ITEMS_READ = query("ItemsRead", { base: 1, perId: ITEM_READING_COST },
  `query ItemsRead($ids: [ID!]!) { nodes(ids: $ids) { ... on InventoryItem { ${ITEM_READING_FIELDS} } } }`);

export const ITEM_LEVELS_PAGE = query("ItemLevelsPage", { base: 3 + NESTED_PAGE_SIZE * 3, perId: 0 },
  `query ItemLevelsPage($id: ID!, $after: String) { inventoryItem(id: $id) {
  inventoryLevels(first: ${NESTED_PAGE_SIZE}, after: $after, includeInactive: true) { ${PAGE} nodes { ${LEVEL_FIELDS} } } } }`);

/** Items of one page of the import. */
const ITEMS_PAGE_SIZE = 20;
export const ITEMS_PAGE = query("ItemsPage", { base: 3 + ITEMS_PAGE_SIZE * ITEM_READING_COST, perId: 0 },
  `query ItemsPage($after: String) { inventoryItems(first: ${ITEMS_PAGE_SIZE}, after: $after) { ${PAGE} nodes { ${ITEM_READING_FIELDS} } } }`);

const PRODUCT_VARIANTS = (after: string): string => `variants(first: 100${after}) { ${PAGE} nodes { inventoryItem { id } } }`;
export const PRODUCTS_READ = query("ProductsRead", { base: 1, perId: 203 },
  `query ProductsRead($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id ${PRODUCT_VARIANTS("")} } } }`);
export const PRODUCT_VARIANTS_PAGE = query("ProductVariantsPage", { base: 203, perId: 0 },
  `query ProductVariantsPage($id: ID!, $after: String) { product(id: $id) { ${PRODUCT_VARIANTS(", after: $after")} } }`);

export const FULFILLMENT_ORDER_OWNERS = query("FulfillmentOrderOwners", { base: 1, perId: 1 },
  "query FulfillmentOrderOwners($ids: [ID!]!) { nodes(ids: $ids) { ... on FulfillmentOrder { id orderId } } }");

export const SHOP_READ = query("ShopRead", { base: 3, perId: 0 },
  "query ShopRead { shop { name currencyCode ianaTimezone } currentAppInstallation { accessScopes { handle } } }");

export const SCOPES_READ = query("ScopesRead", { base: 2, perId: 0 }, "query ScopesRead { currentAppInstallation { accessScopes { handle } } }");

export const LOCATIONS_PAGE = query("LocationsPage", { base: 103, perId: 0 }, `query LocationsPage($after: String) {
  locations(first: 50, after: $after, includeInactive: true, includeLegacy: true) { ${PAGE} nodes {
  id name isActive fulfillsOnlineOrders shipsInventory isFulfillmentService address { countryCode provinceCode zip city latitude longitude } } } }`);

export const ORDERS_PAGE = query("OrdersPage", { base: 103, perId: 0 }, `query OrdersPage($after: String, $query: String!) {
  orders(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) { ${PAGE} nodes { id updatedAt } } }`);

/** A fulfillment order and its siblings: what a write is decided on. */
export const FULFILLMENT_ORDER_FAMILY = query("FulfillmentOrderFamily", { base: 560, perId: 0 },
  `query FulfillmentOrderFamily($id: ID!) { fulfillmentOrder(id: $id) { id order { id ${fulfillmentOrders(10, 20)} } } }`);

export const FULFILLMENT_ORDER_READ = query("FulfillmentOrderRead", { base: 60, perId: 0 },
  `query FulfillmentOrderRead($id: ID!) { fulfillmentOrder(id: $id) { ${FULFILLMENT_ORDER_FIELDS} lineItems(first: 20) { ${PAGE} nodes { ${FULFILLMENT_ORDER_LINE_FIELDS} } } } }`);

export const FULFILLMENT_ORDER_TARGETS = query("FulfillmentOrderTargets", { base: 360, perId: 0 },
  `query FulfillmentOrderTargets($id: ID!, $after: String, $locationIds: [ID!]) { fulfillmentOrder(id: $id) {
  locationsForMove(first: 10, after: $after, locationIds: $locationIds) { ${PAGE} nodes {
  location { id } movable message unavailableLineItems(first: 30) { nodes { id } } } } } }`);

/** The parcels made from one fulfillment order. */
export const FULFILLMENT_ORDER_PARCELS = query("FulfillmentOrderParcels", { base: 620, perId: 0 },
  `query FulfillmentOrderParcels($id: ID!) { fulfillmentOrder(id: $id) { status fulfillments(first: 10, reverse: true) { nodes {
  id status fulfillmentLineItems(first: 25) { ${PAGE} nodes { ${FULFILLMENT_LINE_FIELDS} } } } } } }`);

export const FULFILLMENT_READ = query("FulfillmentRead", { base: 2, perId: 0 },
  "query FulfillmentRead($id: ID!) { fulfillment(id: $id) { id status trackingInfo(first: 1) { company number url } } }");

export const FULFILLMENT_ORDER_MOVE = mutation("FulfillmentOrderMove", `mutation FulfillmentOrderMove($id: ID!, $locationId: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
  fulfillmentOrderMove(id: $id, newLocationId: $locationId, fulfillmentOrderLineItems: $lines) {
  movedFulfillmentOrder { id assignedLocation { location { id } } } userErrors { code message } } }`);

const SPLIT_PART = `{ ${FULFILLMENT_ORDER_FIELDS} lineItems(first: 20) { ${PAGE} nodes { ${FULFILLMENT_ORDER_LINE_FIELDS} } } }`;
export const FULFILLMENT_ORDER_SPLIT = mutation("FulfillmentOrderSplit", `mutation FulfillmentOrderSplit($id: ID!, $lines: [FulfillmentOrderLineItemInput!]!) {
  fulfillmentOrderSplit(fulfillmentOrderSplits: [{ fulfillmentOrderId: $id, fulfillmentOrderLineItems: $lines }]) {
  fulfillmentOrderSplits { fulfillmentOrder ${SPLIT_PART} remainingFulfillmentOrder ${SPLIT_PART} replacementFulfillmentOrder ${SPLIT_PART} }
  userErrors { code message } } }`);

/** Ends reported progress, which forbids moves and splits. */
export const FULFILLMENT_ORDER_MERGE = mutation("FulfillmentOrderMerge", `mutation FulfillmentOrderMerge($intents: [FulfillmentOrderMergeInputMergeIntent!]!) {
  fulfillmentOrderMerge(fulfillmentOrderMergeInputs: [{ mergeIntents: $intents }]) { userErrors { code message } } }`);

export const FULFILLMENT_ORDER_OPEN = mutation("FulfillmentOrderOpen", `mutation FulfillmentOrderOpen($id: ID!) {
  fulfillmentOrderOpen(id: $id) { userErrors { message } } }`);

export const FULFILLMENT_ORDER_HOLD = mutation("FulfillmentOrderHold", `mutation FulfillmentOrderHold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { fulfillmentHold { id } userErrors { code message } } }`);

/** Without `holdIds` this would release the holds of people and other apps too. */
export const FULFILLMENT_ORDER_RELEASE_HOLD = mutation("FulfillmentOrderReleaseHold", `mutation FulfillmentOrderReleaseHold($id: ID!, $holdIds: [ID!]!) {
  fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) { userErrors { code message } } }`);

export const FULFILLMENT_ORDER_REPORT_PROGRESS = mutation("FulfillmentOrderReportProgress", `mutation FulfillmentOrderReportProgress($id: ID!, $report: FulfillmentOrderReportProgressInput!) {
  fulfillmentOrderReportProgress(id: $id, progressReport: $report) { userErrors { code message } } }`);

export const FULFILLMENT_CREATE = mutation("FulfillmentCreate", `mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { message } } }`);

export const FULFILLMENT_TRACKING_UPDATE = mutation("FulfillmentTrackingUpdate", `mutation FulfillmentTrackingUpdate($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify) { userErrors { message } } }`);

/** `limit: null` counts to the end; else Shopify stops at 10,000. */
export const COUNTS_READ = query("CountsRead", { base: 2, perId: 0 }, `query CountsRead($query: String!) {
  productVariantsCount(limit: null) { count precision } ordersCount(query: $query, limit: null) { count precision } }`);

/** Written out by the platform: at most five connections and two levels, in the form of edges, each child with an id that tells its kind. */
export const BULK_ITEMS = `{ inventoryItems { edges { node { ${ITEM_FIELDS}
  variants { edges { node { ${VARIANT_FIELDS} } } }
  inventoryLevels(includeInactive: true) { edges { node { id ${LEVEL_FIELDS} } } } } } } }`;

/** Grouped: each item's variant and levels follow it in the file. */
export const BULK_START = mutation("BulkStart", `mutation BulkStart($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id status } userErrors { code message } } }`);

export const BULK_READ = query("BulkRead", { base: 1, perId: 0 },
  "query BulkRead($id: ID!) { bulkOperation(id: $id) { status errorCode rootObjectCount fileSize url } }");

export const FULFILLMENT_ORDER_REQUEST_FULFILLMENT = mutation("FulfillmentOrderRequestFulfillment", `mutation FulfillmentOrderRequestFulfillment($id: ID!, $message: String) {
  fulfillmentOrderSubmitFulfillmentRequest(id: $id, message: $message) { submittedFulfillmentOrder { id } userErrors { message } } }`);

export const FULFILLMENT_ORDER_REQUEST_CANCELLATION = mutation("FulfillmentOrderRequestCancellation", `mutation FulfillmentOrderRequestCancellation($id: ID!, $message: String) {
  fulfillmentOrderSubmitCancellationRequest(id: $id, message: $message) { userErrors { message } } }`);

/** Takes back a request that nobody has answered; a new fulfillment order takes its units. */
export const FULFILLMENT_ORDER_CANCEL = mutation("FulfillmentOrderCancel", `mutation FulfillmentOrderCancel($id: ID!) {
  fulfillmentOrderCancel(id: $id) { replacementFulfillmentOrder { id } userErrors { message } } }`);

export const ORDER_CANCELLATION_READ = query("OrderCancellationRead", { base: 1, perId: 0 }, "query OrderCancellationRead($id: ID!) { order(id: $id) { id cancelledAt } }");
export const JOB_READ = query("JobRead", { base: 1, perId: 0 }, "query JobRead($id: ID!) { job(id: $id) { done } }");

export const ORDER_CANCEL = mutation("OrderCancel", `mutation OrderCancel($id: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $refundMethod: OrderCancelRefundMethodInput, $notify: Boolean, $note: String) {
  orderCancel(orderId: $id, reason: $reason, restock: $restock, refundMethod: $refundMethod, notifyCustomer: $notify, staffNote: $note) {
  job { id } orderCancelUserErrors { code message } } }`);

export const LEVEL_READ = query("LevelRead", { base: 3, perId: 0 }, `query LevelRead($id: ID!, $locationId: ID!) { inventoryItem(id: $id) {
  inventoryLevel(locationId: $locationId) { quantities(names: ["available", "damaged", "safety_stock", "quality_control"]) { name quantity } } } }`);

export const INVENTORY_ADJUST = mutation("InventoryAdjust", `mutation InventoryAdjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { userErrors { code message } } }`);

export const INVENTORY_MOVE = mutation("InventoryMove", `mutation InventoryMove($input: InventoryMoveQuantitiesInput!, $key: String!) {
  inventoryMoveQuantities(input: $input) @idempotent(key: $key) { userErrors { code message } } }`);
