import type { Ctx } from "#/ctx.ts";
import { invoices } from "./tables.ts";

export type PdfFile = { name: string; bytes: Uint8Array<ArrayBuffer> };

export async function invoicePdf(ctx: Ctx, id: number): Promise<PdfFile> {
  const { number } = await invoices.get(ctx, id);
  return { name: `${number ?? "draft"}.pdf`, bytes: new Uint8Array() };
}
