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

const onField = (reason: string, field: string, problem: string, message: string) =>
  new AppError("invalid", reason, message, { fields: { [field]: problem } });

export const noSuchRate = (field: string, id: number) =>
  onField(
    "document.unknown_tax_rate",
    field,
    "no tax rate that is in use has this id",
    `There is no tax rate ${id} in use. GET /admin/tax-rates lists them.`,
  );
export const noSuchItem = (field: string, id: number) =>
  onField(
    "document.unknown_item",
    field,
    "no item of the price book has this id",
    `There is no item ${id}. GET /admin/items lists them.`,
  );
export const discountTooLarge = (field: string, cents: number) =>
  onField(
    "document.discount_too_large",
    field,
    `must be at most ${cents}: a total is never negative`,
    `The discount is larger than the ${cents} that it is taken off. Make it smaller.`,
  );
export const tooLarge = (field: string) =>
  onField(
    "document.too_large",
    field,
    "comes to more than can be kept",
    "The amount comes to more than 10 billion. Split the document.",
  );
export const untaxedWithRates = (field: string) =>
  onField(
    "document.untaxed_with_rates",
    field,
    "must be left out where taxable is false",
    "A line that is not taxable names no tax rates. Leave one of both out.",
  );
export const twoRateFields = (field: string) =>
  onField(
    "document.two_rate_fields",
    field,
    "must be left out where tax_rate_id is there",
    "A line names its tax by tax_rate_id or by tax_rate_ids. Leave one of both out.",
  );

export const badDocumentLink = () =>
  new AppError(
    "not_found",
    "document_link.unknown",
    "This link does not lead to a document. Ask the business for a new one.",
  );
export const documentLinkEnded = () =>
  new AppError("gone", "document_link.ended", "This link has ended. Ask the business for a new one.");
