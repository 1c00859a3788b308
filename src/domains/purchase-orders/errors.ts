import { AppError } from "#/kernel/errors.ts";
import { type OrderStatus, type Step, stepsFrom } from "./rules.ts";

export const supplierNameTaken = (name: string) =>
  new AppError("conflict", "supplier.name_taken", `There is a supplier ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const supplierArchived = (id: number) =>
  new AppError("conflict", "supplier.archived", `Supplier ${id} is archived. Take it out of the archive first.`, {
    fields: { supplier_id: "is archived" },
  });

const doing: Record<Step, string> = {
  change: "cannot be changed",
  submit: "cannot be submitted",
  approve: "cannot be approved",
  send: "cannot be sent",
  receive: "cannot receive anything",
  close: "cannot be closed",
  cancel: "cannot be cancelled",
};
/** A step that the present state does not allow, with what it does allow. */
export function wrongState(id: number, status: OrderStatus, step: Step): AppError {
  const steps = stepsFrom(status);
  const allowed = steps.length > 0 ? `What it allows: ${steps.join(", ")}.` : "It allows nothing more.";
  return new AppError(
    "conflict",
    "purchase_order.wrong_state",
    `Purchase order ${id} is ${status.replace("_", " ")}, so it ${doing[step]}. ${allowed}`,
    { fields: { status: steps.length > 0 ? `is ${status}; it allows ${steps.join(", ")}` : `is ${status}, the end` } },
  );
}

export const orderEmpty = (id: number) =>
  new AppError("invalid", "purchase_order.empty", `Purchase order ${id} has no lines yet. Add some first.`, {
    fields: { items: "must not be empty" },
  });
export const packOpened = (field: string, packSize: number) =>
  new AppError("invalid", "purchase_order.pack_opened", "The part comes in packs, which are not opened.", {
    fields: { [field]: `must be a whole number of packs of ${packSize}` },
  });
export const orderTooLarge = (field: string) =>
  new AppError("invalid", "purchase_order.too_large", "The order comes to more than can be kept. Split it.", {
    fields: { [field]: "is too much" },
  });
export const noDestination = () =>
  new AppError("invalid", "purchase_order.location_missing", "Say where the parts are to arrive.", {
    fields: { location_id: "is required where the business has no stock location that is in use" },
  });
export const expectedInPast = () =>
  new AppError("invalid", "purchase_order.expected_in_past", "Nothing arrives on a day that is over.", {
    fields: { expected_on: "must not be before today" },
  });
export const numberTaken = (number: string) =>
  new AppError("conflict", "purchase_order.number_taken", `Another order has the number ${number}. Send it again.`);
export const recipientMissing = () =>
  new AppError("invalid", "purchase_order.recipient_missing", "Nobody to send it to: name an e-mail address.", {
    fields: { to: "is required where the supplier has no email" },
  });

export const lineUnknown = (field: string, lines: readonly number[]) =>
  new AppError("invalid", "purchase_order.line_unknown", "The order has no such line.", {
    fields: { [field]: `must be one of ${lines.join(", ")}` },
  });
export const partNotOrdered = (field: string, parts: readonly number[]) =>
  new AppError("not_found", "purchase_order.part_not_ordered", "The order has no line of this part.", {
    fields: { [field]: `must be one of ${parts.join(", ")}` },
  });
export const partOnManyLines = (field: string, lines: readonly number[]) =>
  new AppError("invalid", "purchase_order.part_on_many_lines", "More than one line is of this part: name the line.", {
    fields: { [field]: `is on the lines ${lines.join(", ")}: send \`line\`` },
  });
export const tooMuchReceived = (field: string, { ordered, received, most }: Record<string, number>) =>
  new AppError(
    "invalid",
    "purchase_order.over_receipt",
    `More arrived than was ordered and is tolerated: ${ordered} ordered, ${received} received before, ${most} at most in all.`,
    { fields: { [field]: `must be at most ${Math.max(0, Number(most) - Number(received))}` } },
  );
export const nothingReceived = (id: number) =>
  new AppError("invalid", "purchase_order.nothing_received", `Purchase order ${id} waits for nothing more.`, {
    fields: { items: "must name what arrived" },
  });
/** Of two reorders at the same moment the second finds the draft of the first when it looks again. */
export const draftTaken = (supplierId: number) =>
  new AppError("conflict", "purchase_order.draft_taken", `Supplier ${supplierId} has a draft of reorders already.`);
export const costMissing = (field: string) =>
  new AppError("invalid", "purchase_order.cost_missing", "The part has no cost of its own, so say what it costs.", {
    fields: { [field]: "is required where the part has no cost" },
  });
export const receivedInFuture = () =>
  new AppError(
    "invalid",
    "purchase_order.received_in_future",
    "Nothing arrives tomorrow today: name the day it came.",
    {
      fields: { received_on: "must not be after today" },
    },
  );
