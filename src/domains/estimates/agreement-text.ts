import type { Ctx } from "#/ctx.ts";
import type { Agreed } from "./content.ts";
import type { Estimate } from "./tables.ts";

/**
 * What was agreed on, as one text whose hash anybody can check: names in a fixed order, amounts in minor units. It says all that the customer was
 * shown, and nothing that may change later.
 */
export const agreementText = (ctx: Ctx, estimate: Estimate, { option, agreed }: Agreed): string =>
  JSON.stringify({
    business: ctx.tenant.businessName,
    estimate: estimate.number,
    version: estimate.revision,
    title: estimate.title,
    customer: estimate.customerName,
    place: [estimate.serviceAddress, estimate.serviceCity, estimate.serviceState, estimate.serviceZip].filter(Boolean),
    date: estimate.issuedOn,
    valid_until: estimate.validUntil,
    option: option.name,
    option_description: option.description,
    lines: agreed.lineItems.map((line) => ({
      ...{ description: line.description, quantity: line.quantity, amount_cents: line.amount_cents },
      ...{ line_total_cents: line.line_total_cents, discount_cents: line.discount_cents, tax_cents: line.tax_cents },
    })),
    currency: estimate.content.currency,
    subtotal_cents: agreed.subtotalCents,
    discount_cents: agreed.discountCents,
    tax_cents: agreed.taxCents,
    taxes: agreed.taxBreakdown,
    total_cents: agreed.totalCents,
    notes: estimate.notes,
    terms: estimate.terms,
  });
