import type { Ctx } from "#/ctx.ts";
import { brandOf, documentMain, publicPage } from "#/domains/documents/index.ts";
import { html } from "#/kernel/html.ts";
import { orderView, type Shown } from "./view.ts";

/** The page of an order, for the supplier. */
export function orderPage(ctx: Ctx, shown: Shown, token: string, nonce: string): string {
  const brand = brandOf(ctx, shown.organization);
  const actions = html`<div class="actions"><p><a href="/o/${token}/pdf">Download as PDF</a></p></div>`;
  const main = documentMain(orderView(ctx, shown), { actions });
  return publicPage({ title: `Purchase order ${shown.order.number}`, brand, nonce, main });
}
