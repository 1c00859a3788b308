import { AppError } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { type EstimateStatus, isAgreed, standingOf } from "./rules.ts";

export const estimateEmpty = () =>
  new AppError("invalid", "estimate.empty", "The estimate has no lines yet, so there is nothing to accept. Add some.", {
    fields: { line_items: "must not be empty" },
  });
export const optionsAndLines = () =>
  new AppError("invalid", "estimate.options_and_lines", "Send line_items, or options that have their own lines.", {
    fields: { options: "cannot be combined with line_items" },
  });
export const discountOfOptions = () =>
  new AppError("invalid", "estimate.discount_of_options", "Each option has a discount of its own: put it there.", {
    fields: { discount_cents: "cannot be combined with options" },
  });
export const optionIdTaken = () =>
  new AppError("invalid", "estimate.option_twice", "Two options have one id. Give each a name or an id of its own.", {
    fields: { options: "must have different ids" },
  });
export const customerNameMissing = () =>
  new AppError("invalid", "estimate.customer_missing", "Say who the estimate is for.", {
    fields: { customer_name: "is required where no customer or job tells it" },
  });
export const endsBeforeItsDate = (issuedOn: LocalDate) =>
  new AppError("invalid", "estimate.ends_before_date", `The estimate is of ${issuedOn}; it cannot end before.`, {
    fields: { valid_until: `must not be before ${issuedOn}` },
  });
export const recipientMissing = () =>
  new AppError("invalid", "estimate.recipient_missing", "Nobody to send it to: name an e-mail address.", {
    fields: { to: "is required where the estimate has no customer_email" },
  });

const asItIs: Record<EstimateStatus, string> = {
  draft: "is a draft: send it first",
  sent: "was sent: revise it to change it",
  viewed: "was sent: revise it to change it",
  accepted: "was accepted, so it stays as it is. Duplicate it to offer something else",
  declined: "was declined: revise it to offer something else",
  expired: "has expired: revise it to offer it again",
  converted: "was accepted, so it stays as it is. Duplicate it to offer something else",
};

export const notDraft = (id: number, status: EstimateStatus) =>
  new AppError("conflict", "estimate.not_draft", `Estimate ${id} ${asItIs[status]}.`);
export const notRevisable = (id: number, status: EstimateStatus) =>
  new AppError(
    "conflict",
    "estimate.not_revisable",
    `Estimate ${id} ${status === "draft" ? "is a draft: change it" : asItIs[status]}.`,
  );
export const notSendable = (id: number, status: EstimateStatus) =>
  new AppError("conflict", "estimate.not_sendable", `Estimate ${id} ${asItIs[status]}.`);
export const notSent = (id: number) =>
  new AppError("conflict", "estimate.not_sent", `Estimate ${id} is a draft, which the customer cannot answer yet.`);
export const estimateExpired = (id: number, validUntil: LocalDate | null) =>
  new AppError(
    "conflict",
    "estimate.expired",
    `Estimate ${id} was valid until ${validUntil ?? "an earlier day"}, so it can no longer be accepted. Revise it to offer it again.`,
  );
export const estimateAccepted = (id: number) =>
  new AppError("conflict", "estimate.accepted", `Estimate ${id} was accepted already.`);
export const estimateDeclined = (id: number) =>
  new AppError("conflict", "estimate.declined", `Estimate ${id} was declined. Revise it to offer something else.`);
export const estimateRevised = (id: number) =>
  new AppError("conflict", "estimate.revised", `Estimate ${id} has a newer version. Answer that one.`);
/** Of a link that an earlier version was sent with. */
export const newerVersion = () =>
  new AppError(
    "gone",
    "estimate.newer_version",
    "There is a newer version of this estimate, which has a link of its own. This one can no longer be answered.",
  );
export const estimateArchived = (id: number) =>
  new AppError("conflict", "estimate.archived", `Estimate ${id} is archived. Take it out of the archive first.`);
export const wasSentBefore = (id: number) =>
  new AppError("conflict", "estimate.sent_before", `Estimate ${id} has a number, so it is kept. Archive it instead.`);

/** What could be chosen, in words. */
const oneOf = (choices: readonly (string | number)[]): string =>
  choices.length === 0 ? "there are none" : `must be one of ${choices.join(", ")}`;
export const optionMissing = (choices: readonly string[]) =>
  new AppError("invalid", "estimate.option_missing", `Choose an option: ${choices.join(", ")}.`, {
    fields: { option: oneOf(choices) },
  });
export const optionUnknown = (choices: readonly string[]) =>
  new AppError("invalid", "estimate.option_unknown", `There is no such option. Choose ${choices.join(", ")}.`, {
    fields: { option: oneOf(choices) },
  });
export const optionalLineUnknown = (line: number, choices: readonly number[]) =>
  new AppError("invalid", "estimate.line_not_optional", `Line ${line} is not an optional line of this option.`, {
    fields: { optional_lines: oneOf(choices) },
  });
/** What the customer has read is other than what they would accept. */
export const totalDiffers = () =>
  new AppError(
    "conflict",
    "estimate.total_differs",
    "The total is other than the one that was shown. Read the estimate again, and accept what it says now.",
    { fields: { total_cents: "is not the total of this choice" } },
  );

export const notAccepted = (id: number, status: EstimateStatus) =>
  new AppError(
    "conflict",
    "estimate.not_accepted",
    `Estimate ${id} is ${status}: only an accepted estimate becomes a job, a sale or an invoice.`,
  );
export const technicianMissing = () =>
  new AppError("invalid", "estimate.technician_missing", "A sale needs the technician who sold it.", {
    fields: { technician_id: "is required where the estimate names no technician" },
  });
export const itemMissing = (itemIds: readonly number[]) =>
  new AppError("invalid", "estimate.item_missing", "A sale is of one item: say which one.", {
    fields: { item_id: itemIds.length === 0 ? "is required: no line names an item" : oneOf(itemIds) },
  });
export const numberTaken = (number: string) =>
  new AppError("conflict", "estimate.number_taken", `Another estimate has the number ${number}. Send it again.`);
type Standing = {
  id: number;
  status: EstimateStatus;
  validUntil: LocalDate | null;
  revision: number;
  archivedAt: string | null;
};

/** Refuses an answer to an estimate that does not wait for one today, with the reason. */
export function assertAnswerable(estimate: Standing, today: LocalDate, revision = estimate.revision): void {
  const { id, status, validUntil, archivedAt } = estimate;
  if (revision !== estimate.revision) throw estimateRevised(id);
  if (status === "draft") throw notSent(id);
  if (isAgreed(status)) throw estimateAccepted(id);
  if (status === "declined") throw estimateDeclined(id);
  if (standingOf(estimate, today) === "expired") throw estimateExpired(id, validUntil);
  if (archivedAt !== null) throw estimateArchived(id);
}
