import type { Ctx } from "#/ctx.ts";
import { invoices } from "./tables.ts";

export async function invoicePdf(ctx: Ctx, id: number): Promise<Response> {
  await invoices.get(ctx, id);
  return new Response("%PDF", { headers: { "Content-Type": "application/pdf" } });
}
