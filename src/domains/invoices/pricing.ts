import type { Answers } from "#/db/tenant/load.ts";
import {
  askedLines,
  type Discount,
  type Line,
  type LineOnWire,
  type Priced,
  priced,
  type pricingQueries,
  type TaxOnWire,
} from "#/domains/documents/index.ts";
import { Frozen } from "#/kernel/frozen.ts";
import type { Invoice } from "./tables.ts";

export type AskedLine = Line;
/** What an invoice is asked to come to. `priced` is what another document came to, which the invoice then comes to too, whatever its rates are by now. */
export type Asked = {
  lineItems?: readonly Line[] | undefined;
  discountCents?: number | null | undefined;
  discountBps?: number | null | undefined;
  priced?: Priced | undefined;
};
export type PricingLoaded = Answers<ReturnType<typeof pricingQueries>>;

const discountOf = ({ discountCents, discountBps }: Asked): Discount => ({
  ...(discountCents != null && { discountCents }),
  ...(discountBps != null && { discountBps }),
});

/** The columns of an invoice that say what it comes to. */
export function amountsOf(asked: Asked & { lineItems: readonly Line[] }, loaded: PricingLoaded) {
  const discount = discountOf(asked);
  const { lineItems, taxBreakdown, ...sums } = asked.priced ?? priced({ lines: asked.lineItems, discount }, loaded);
  return {
    ...sums,
    asked: discount,
    lineItems: new Frozen<LineOnWire[]>(JSON.stringify(lineItems)),
    taxBreakdown: new Frozen<TaxOnWire[]>(JSON.stringify(taxBreakdown)),
  };
}

/** The same of a draft that is changed; nothing where neither lines nor discount are. */
export function amountsChanged(invoice: Invoice, asked: Asked, loaded: PricingLoaded) {
  const { lineItems, discountCents, discountBps } = asked;
  if (lineItems === undefined && discountCents === undefined && discountBps === undefined) return {};
  const isDiscounted = discountCents !== undefined || discountBps !== undefined;
  return amountsOf(
    {
      lineItems: lineItems ?? askedLines(JSON.parse(invoice.lineItems.text) as LineOnWire[]), // safe: what we stored
      ...(isDiscounted ? { discountCents, discountBps } : invoice.asked),
    },
    loaded,
  );
}

/** The one line of a credit note. */
export const creditLine = (
  description: string,
  { subtotalCents, taxCents, taxBreakdown }: { subtotalCents: number; taxCents: number; taxBreakdown: TaxOnWire[] },
): LineOnWire => ({
  description,
  amount_cents: subtotalCents,
  quantity: 1,
  tax_rate_ids: taxBreakdown.map(({ tax_rate_id }) => tax_rate_id),
  line_total_cents: subtotalCents,
  discount_cents: 0,
  document_discount_cents: 0,
  tax_cents: taxCents,
});
