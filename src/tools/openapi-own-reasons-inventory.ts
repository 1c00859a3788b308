/** Reasons of operations about parts and their stock, as those in openapi-own-reasons.ts. */
const part = "part.version_mismatch part.changed_meanwhile part.not_found";
const location = "stock_location.version_mismatch stock_location.changed_meanwhile stock_location.not_found";
const places = "part.not_found stock_location.not_found stock_location.inactive part.archived";
const pieces = "inventory.serials_unwanted inventory.serials_needed";
const moving = `${places} ${pieces} inventory.too_much inventory.changed_meanwhile`;
const taking = "inventory.serial_not_there inventory.insufficient_stock";

export const inventoryReasons = {
  addPart: "supplier.not_found part.barcode_taken part.sku_taken",
  getPart: "part.not_found",
  changePart: `${part} supplier.not_found inventory.changed_meanwhile part.unit_is_fixed part.barcode_taken part.sku_taken`,
  archivePart: `${part} part.in_use`,
  restorePart: part,
  listSerialNumbers: "part.not_found",
  addStockLocation:
    "technician.not_found stock_location.not_a_truck stock_location.technician_taken stock_location.name_taken",
  getStockLocation: "stock_location.not_found",
  changeStockLocation: `${location} technician.not_found stock_location.not_a_truck stock_location.technician_taken stock_location.name_taken stock_location.not_empty`,
  reserveStock: `${places} dispatch_job.not_found inventory.changed_meanwhile inventory.job_ended stock_reservation.exists inventory.insufficient_stock`,
  getStockReservation: "stock_reservation.not_found",
  releaseStockReservation:
    "stock_reservation.version_mismatch stock_reservation.changed_meanwhile stock_reservation.not_found inventory.changed_meanwhile stock_reservation.closed",
  getStockCount: "stock_count.not_found",
  receiveStock: `${moving} inventory.cost_too_high inventory.serial_in_stock`,
  issueStock: `${moving} dispatch_job.not_found stock_reservation.changed_meanwhile ${taking}`,
  listMyStock: "technician.not_linked",
  issueMyStock: `${moving} technician.not_linked dispatch_job.not_found stock_reservation.changed_meanwhile ${taking}`,
  returnStock: `${moving} dispatch_job.not_found inventory.return_to inventory.more_than_issued ${taking}`,
  transferStock: `${moving} inventory.same_location ${taking}`,
  adjustStock: `${moving} inventory.serial_in_stock ${taking}`,
  countStock: `${moving} inventory.counted_by_serial`,
};
