import type { Ctx } from "#/ctx.ts";
import {
  type Line,
  LineItemsOut,
  type LineOnWire,
  type TaxBreakdown,
  type TaxOnWire,
  totalsOf,
} from "#/domains/documents/index.ts";
import type { z } from "#/kernel/fields.ts";
import { Frozen } from "#/kernel/frozen.ts";
import { fromWire, type Inside, toWire } from "#/kernel/wire.ts";
import type { Invoice } from "./tables.ts";

export type AskedLine = Line;
export type Tax = Inside<z.output<typeof TaxBreakdown>>[number];
export type Asked = {
  lineItems?: readonly AskedLine[] | undefined;
  discountCents?: number | undefined;
  discountBps?: number | undefined;
};

export const priceQueries = (_ctx: Ctx) => ({});

export function priced(_ctx: Ctx, { lineItems = [] }: Asked, _loaded: object) {
  const { lines, taxBreakdown, ...sums } = totalsOf({ lines: lineItems });
  return {
    ...sums,
    asked: {},
    lineItems: new Frozen<LineOnWire[]>(JSON.stringify(toWire(LineItemsOut, lines))),
    taxBreakdown: new Frozen<TaxOnWire[]>(JSON.stringify(taxBreakdown)),
  };
}
export function repriced(
  ctx: Ctx,
  invoice: Invoice,
  asked: { lineItems?: readonly AskedLine[] | undefined },
  loaded: object,
) {
  if (!asked.lineItems) return {};
  return priced(
    ctx,
    { lineItems: asked.lineItems ?? fromWire(LineItemsOut, JSON.parse(invoice.lineItems.text)) },
    loaded,
  );
}
export const creditLine = (description: string, part: { subtotalCents: number; taxCents: number }) => ({
  description,
  amount_cents: part.subtotalCents,
  quantity: 1,
  line_total_cents: part.subtotalCents,
  discount_cents: 0,
  tax_cents: part.taxCents,
});
