/** Reasons of operations about documents, as those in openapi-own-reasons.ts. */
export const documentReasons = {
  addTaxRate: "tax_rate.name_taken tax_rate.too_many",
  getTaxRate: "tax_rate.not_found",
  changeTaxRate:
    "tax_rate.not_found tax_rate.version_mismatch tax_rate.changed_meanwhile tax_rate.name_taken tax_rate.archived",
};

/** Reasons of an operation that prices lines. */
export const pricingReasons =
  "document.unknown_tax_rate document.unknown_item document.discount_too_large document.too_large document.untaxed_with_rates document.two_rate_fields";
