import { AppError, type FieldErrors } from "#/kernel/errors.ts";

export const partSkuTaken = (sku: string) =>
  new AppError("conflict", "part.sku_taken", `Another part has the SKU ${sku}. Choose another.`, {
    fields: { sku: "is taken" },
  });
export const barcodeTaken = (barcode: string) =>
  new AppError("conflict", "part.barcode_taken", `Another part has the barcode ${barcode}. Choose another.`, {
    fields: { barcode: "is taken" },
  });
export const partArchived = (id: number, field?: string) =>
  new AppError("conflict", "part.archived", `Part ${id} is archived. Restore it first.`, {
    ...(field && { fields: { [field]: "is archived" } }),
  });
export const partInUse = (id: number) =>
  new AppError(
    "conflict",
    "part.in_use",
    `Part ${id} is in stock, reserved or on order. Issue, release or adjust it first.`,
  );
export const unitIsFixed = (id: number) =>
  new AppError(
    "conflict",
    "part.unit_is_fixed",
    `Part ${id} has moved, so what it is counted in stays. Add another part instead.`,
    { fields: { unit: "cannot change once the part has moved" } },
  );

export const locationNameTaken = (name: string) =>
  new AppError("conflict", "stock_location.name_taken", `Another location is called ${name}. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const truckTaken = (technicianId: number) =>
  new AppError(
    "conflict",
    "stock_location.technician_taken",
    `Technician ${technicianId} has a truck. Take that one from them first.`,
    { fields: { technician_id: "has a truck" } },
  );
export const locationInactive = (id: number, field: string) =>
  new AppError("conflict", "stock_location.inactive", `Location ${id} is inactive. Choose another, or activate it.`, {
    fields: { [field]: "is inactive" },
  });
export const locationNotEmpty = (id: number) =>
  new AppError(
    "conflict",
    "stock_location.not_empty",
    `Location ${id} has stock, or some is reserved or on order there. Transfer it first.`,
  );
export const trucksHaveTechnicians = () =>
  new AppError("invalid", "stock_location.not_a_truck", "Only a truck belongs to a technician.", {
    fields: { technician_id: "must be left out unless `kind` is `truck`" },
  });

/** What is asked of a part is more than there is; nothing has moved. */
export const insufficientStock = (partId: number, available: string, fields: FieldErrors) =>
  new AppError(
    "conflict",
    "inventory.insufficient_stock",
    `There is not enough of part ${partId}: ${available} available. Nothing was moved.`,
    { fields },
  );
/** Another request moved the same stock between our read and our write, several times. */
export const stockChangedMeanwhile = () =>
  new AppError(
    "conflict",
    "inventory.changed_meanwhile",
    "Other requests moved the same stock at the same time. Nothing was moved by this one: send it again.",
    { retryAfter: 1 },
  );
export const tooMuchStock = () =>
  new AppError(
    "conflict",
    "inventory.too_much",
    "A location holds at most 2,000,000 units of a part. Count it in a larger unit.",
  );
export const sameLocation = () =>
  new AppError("invalid", "inventory.same_location", "Stock cannot be transferred to where it is.", {
    fields: { to_location_id: "must be another than from_location_id" },
  });
export const returnedToNobody = () =>
  new AppError("invalid", "inventory.return_to", "Say where it comes from: from a job, or back to the supplier.", {
    fields: { job_id: "name a job, or set `to_supplier`, and not both" },
  });
export const moreThanIssued = (partId: number, issued: string, fields: FieldErrors) =>
  new AppError(
    "conflict",
    "inventory.more_than_issued",
    `The job has ${issued} of part ${partId}. No more can come back from it.`,
    { fields },
  );

export const serialsNeeded = (partId: number, fields: FieldErrors) =>
  new AppError(
    "invalid",
    "inventory.serials_needed",
    `Part ${partId} has serial numbers: name one for each piece, in whole pieces.`,
    { fields },
  );
export const serialsUnwanted = (partId: number, fields: FieldErrors) =>
  new AppError("invalid", "inventory.serials_unwanted", `Part ${partId} has no serial numbers: name none.`, { fields });
export const serialInStock = (serial: string, fields: FieldErrors) =>
  new AppError(
    "conflict",
    "inventory.serial_in_stock",
    `In stock already: one of the serial numbers ${serial}. Nothing was moved.`,
    {
      fields,
    },
  );
export const serialNotThere = (serial: string, fields: FieldErrors) =>
  new AppError(
    "conflict",
    "inventory.serial_not_there",
    `Not there: one of the serial numbers ${serial}. Nothing was moved.`,
    {
      fields,
    },
  );

export const reservedBefore = (partId: number) =>
  new AppError(
    "conflict",
    "stock_reservation.exists",
    `The job has an open reservation of part ${partId} at this location. Release it first.`,
  );
export const reservationClosed = (id: number, status: string) =>
  new AppError("conflict", "stock_reservation.closed", `Reservation ${id} is ${status}. It keeps nothing.`);
export const jobEnded = (id: number, status: string) =>
  new AppError("conflict", "inventory.job_ended", `Job ${id} is ${status}. Stock can only be kept for work to come.`, {
    fields: { job_id: `is ${status}` },
  });
export const costTooHigh = (field: string) =>
  new AppError("invalid", "inventory.cost_too_high", "A unit costs at most 10,000,000,000 cents.", {
    fields: { [field]: "is too high for this quantity" },
  });
export const countedBySerial = (partId: number, field: string) =>
  new AppError(
    "invalid",
    "inventory.counted_by_serial",
    `Part ${partId} has serial numbers, so a count cannot tell which pieces are missing. Adjust it by its serial numbers.`,
    { fields: { [field]: "differs from what is in stock" } },
  );
