/** Reasons of operations about suppliers and purchase orders, as those in openapi-own-reasons.ts. */
const supplier = "supplier.not_found supplier.version_mismatch supplier.changed_meanwhile";
const row = "purchase_order.not_found purchase_order.version_mismatch purchase_order.changed_meanwhile";
const step = `${row} purchase_order.wrong_state`;
const drafted =
  "dispatch_job.not_found supplier.not_found stock_location.not_found part.not_found part.archived supplier.archived purchase_order.pack_opened purchase_order.too_large purchase_order.cost_missing";
const arrival =
  "purchase_order.line_unknown purchase_order.part_not_ordered purchase_order.part_on_many_lines purchase_order.pack_opened purchase_order.nothing_received purchase_order.received_in_future purchase_order.too_large purchase_order.over_receipt";
const stock =
  "inventory.serials_needed inventory.serials_unwanted inventory.serial_in_stock inventory.too_much inventory.changed_meanwhile";

export const orderReasons = {
  addSupplier: "supplier.name_taken",
  getSupplier: "supplier.not_found",
  changeSupplier: `${supplier} supplier.name_taken`,
  archiveSupplier: `${supplier} supplier.name_taken`,
  createPurchaseOrder: `${drafted} purchase_order.location_missing purchase_order.expected_in_past purchase_order.number_taken`,
  getPurchaseOrder: "purchase_order.not_found",
  changePurchaseOrder: `${drafted} ${step}`,
  listPurchaseOrderReceipts: "purchase_order.not_found",
  getPurchaseOrderPdf: "purchase_order.not_found",
  submitPurchaseOrder: `purchase_order.empty inventory.changed_meanwhile ${step}`,
  approvePurchaseOrder: step,
  sendPurchaseOrder: `purchase_order.recipient_missing ${step}`,
  receivePurchaseOrder: `stock_location.not_found stock_location.inactive ${stock} ${arrival} ${step}`,
  closePurchaseOrder: step,
  showPurchaseOrder: "document_link.unknown document_link.ended",
  downloadPurchaseOrder: "document_link.unknown document_link.ended",
  cancelPurchaseOrder: `inventory.changed_meanwhile ${step}`,
};
