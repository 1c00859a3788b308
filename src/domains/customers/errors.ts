import { AppError, type FieldErrors } from "#/kernel/errors.ts";

export const contactsRefused = (fields: FieldErrors) =>
  new AppError(
    "invalid",
    "customer.contact_refused",
    `${Object.entries(fields)
      .map(([field, problem]) => `${field}: ${problem}`)
      .join("; ")}.`,
    { fields },
  );
export const nameMissing = () =>
  new AppError(
    "invalid",
    "customer.name_missing",
    "Give the customer a name, a first or last name, or a company name.",
    {
      fields: { name: "is required where there is no first_name, last_name or company_name" },
    },
  );
export const reasonMissing = () =>
  new AppError("invalid", "customer.reason_missing", "Say why the customer must not be served.", {
    fields: { do_not_service_reason: "is required with do_not_service" },
  });
export const externalIdTaken = (externalId: string) =>
  new AppError("conflict", "customer.external_id_taken", `Another customer has the external_id ${externalId}.`, {
    fields: { external_id: "is taken" },
  });

/** Somebody else has a phone number or an address of this one. */
export const contactTaken = (ids: readonly number[]) =>
  new AppError(
    "conflict",
    "customer.contact_taken",
    `Customer ${ids.join(", ")} already has one of these phones or e-mails. Use or merge that customer, or send "allow_duplicate": true.`,
    { fields: { allow_duplicate: "true makes two customers with one phone or e-mail" } },
  );
export const contactTakenMeanwhile = () =>
  new AppError(
    "conflict",
    "customer.contact_taken",
    "Another request has given one of these phones or e-mails to a customer at the same time. Send it again.",
    { fields: { allow_duplicate: "true makes two customers with one phone or e-mail" } },
  );

export const customerMerged = (id: number, into: number, field?: string) =>
  new AppError(
    "conflict",
    "customer.merged",
    `Customer ${id} was merged into ${into}. Use that one.`,
    field ? { fields: { [field]: `was merged into ${into}` } } : {},
  );
export const mergeIntoItself = () =>
  new AppError("conflict", "customer.merge_into_itself", "A customer cannot be merged into itself.", {
    fields: { into: "must be another customer" },
  });

export const tooManySites = (most: number) =>
  new AppError("conflict", "customer_site.too_many", `A customer has at most ${most} sites. Remove one first.`);
export const tooManyAttachments = (most: number) =>
  new AppError(
    "conflict",
    "customer_attachment.too_many",
    `A customer has at most ${most} attachments. Remove one first.`,
  );
export const siteOfAnother = (siteId: number, customerId: number) =>
  new AppError("not_found", "customer_site.not_found", `Customer ${customerId} has no site ${siteId}.`, {
    fields: { site_id: "is not a site of this customer" },
  });
export const fileMissing = (id: number) =>
  new AppError(
    "not_found",
    "customer_attachment.file_missing",
    `The file of attachment ${id} is gone. Remove the attachment.`,
  );
