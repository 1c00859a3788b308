import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, linkOf, matchCustomer } from "#/domains/customers/index.ts";
import { pricingQueries } from "#/domains/documents/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { type AskedContent, askedOf, contentFrom, headOf, linesAsked } from "../content.ts";
import { notDraft } from "../errors.ts";
import { presented } from "../present.ts";
import type { ChangeEstimate } from "../request-schemas.ts";
import { type Estimate, estimates } from "../tables.ts";
import { checkedEnd } from "./plan-estimate.ts";

type Changes = Inside<z.output<typeof ChangeEstimate>>;

/** Changes a draft. New lines, options or discounts are priced by the rates of this moment. */
export async function changeEstimate(ctx: Ctx, { id, ...changes }: Changes & { id: number }) {
  const { lineItems, options, discountCents, discountBps, customerId, siteId, ...fields } = changes;
  const { technicianId } = fields;
  const {
    estimate,
    customer,
    customerSite,
    technician: _,
    ...pricing
  } = await load(ctx, {
    estimate: estimates.one(ctx, id),
    // what another item costs is asked for with the estimate, which says what it has
    ...pricingQueries(ctx, linesAsked({ lineItems, options })),
    ...matchCustomer(ctx, { customerId, siteId }),
    technician: technicianId ? technicians.one(ctx, technicianId, "technician_id") : undefined,
  });
  estimates.assertCurrent(ctx, estimate);
  if (estimate.status !== "draft") throw notDraft(id, estimate.status);
  const validUntil = fields.validUntil === undefined ? estimate.validUntil : fields.validUntil;
  checkedEnd(fields.issuedOn ?? estimate.issuedOn, validUntil);
  const asked = contentAsked(estimate, { lineItems, options, discountCents, discountBps });
  const content = asked && contentFrom(asked, known(estimate, pricing));
  const part = estimates.change(ctx, estimate, {
    ...fields,
    ...linkOf({ customerId, siteId }, { customer, customerSite }),
    ...(content && { content, ...headOf(content) }),
  });
  return await commit(ctx, {
    parts: [part, ...(customer ? holdCustomer(ctx, customer.id) : [])],
    audit: { action: "change", of: part },
    result: presented(part.row),
  });
}

type AskedChange = Pick<Changes, "lineItems" | "options" | "discountCents" | "discountBps">;

/** What the draft offers from now on; undefined: as before. */
function contentAsked({ content }: Estimate, asked: AskedChange): AskedContent | undefined {
  const { lineItems, options, discountCents, discountBps } = asked;
  if ([lineItems, options, discountCents, discountBps].every((one) => one === undefined)) return undefined;
  const before = askedOf(content);
  const isDiscounted = discountCents !== undefined || discountBps !== undefined;
  return {
    ...(lineItems || options ? { lineItems, options } : { lineItems: before.lineItems, options: before.options }),
    ...(isDiscounted
      ? { discountCents: discountCents ?? undefined, discountBps: discountBps ?? undefined }
      : { discountCents: before.discountCents, discountBps: before.discountBps }),
  };
}

/** The items that the draft names already need not be read again: their lines say how they are taxed. */
const known = <P extends { pricedItems?: readonly { id: number; taxable: boolean }[] | undefined }>(
  { content }: Estimate,
  pricing: P,
): P => ({
  ...pricing,
  pricedItems: [
    ...(pricing.pricedItems ?? []),
    ...content.options.flatMap(({ line_items }) =>
      line_items.flatMap(({ item_id: id }) =>
        id === undefined || pricing.pricedItems?.some((item) => item.id === id) ? [] : [{ id, taxable: true }],
      ),
    ),
  ],
});
