import { AppError } from "#/kernel/errors.ts";

export const rateNameTaken = (name: string) =>
  new AppError("conflict", "tax_rate.name_taken", `There is a tax rate ${name}. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyRates = (most: number) =>
  new AppError("conflict", "tax_rate.too_many", `A business has at most ${most} tax rates, archived ones included.`);
export const rateArchived = (id: number) =>
  new AppError(
    "conflict",
    "tax_rate.archived",
    `Tax rate ${id} is archived. Restore it first: {"is_archived": false}.`,
  );

// spelled out, since the reasons of the API's document are read off these lines
export const noSuchRate = (field: string, id: number) =>
  new AppError(
    "not_found",
    "document.unknown_tax_rate",
    `There is no tax rate ${id} in use. GET /admin/tax-rates lists them.`,
    { fields: { [field]: "no tax rate that is in use has this id" } },
  );
export const noSuchItem = (field: string, id: number) =>
  new AppError("not_found", "document.unknown_item", `There is no item ${id}. GET /admin/items lists them.`, {
    fields: { [field]: "no item of the price book has this id" },
  });
export const discountTooLarge = (field: string, cents: number) =>
  new AppError(
    "invalid",
    "document.discount_too_large",
    `The discount is larger than the ${cents} that it is taken off. Make it smaller.`,
    { fields: { [field]: `must be at most ${cents}: a total is never negative` } },
  );
export const tooLarge = (field: string) =>
  new AppError("invalid", "document.too_large", "The amount comes to more than 10 billion. Split the document.", {
    fields: { [field]: "comes to more than can be kept" },
  });
export const untaxedWithRates = (field: string) =>
  new AppError(
    "invalid",
    "document.untaxed_with_rates",
    "A line that is not taxable names no tax rates. Leave one of both out.",
    { fields: { [field]: "must be left out where taxable is false" } },
  );
export const twoRateFields = (field: string) =>
  new AppError(
    "invalid",
    "document.two_rate_fields",
    "A line names its tax by tax_rate_id or by tax_rate_ids. Leave one of both out.",
    { fields: { [field]: "must be left out where tax_rate_id is there" } },
  );

export const badDocumentLink = () =>
  new AppError(
    "not_found",
    "document_link.unknown",
    "This link does not lead to a document. Ask the business for a new one.",
  );
export const documentLinkEnded = () =>
  new AppError("gone", "document_link.ended", "This link has ended. Ask the business for a new one.");

/** Whoever makes many documents at once tries again. */
export const numbersTaken = () =>
  new AppError("conflict", "document.numbers_taken", "Another document was numbered at this very moment. Try again.");
