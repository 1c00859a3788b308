import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { presented } from "../present.ts";
import type { CreateInvoice } from "../schemas.ts";
import { invoiceParts, invoiceQueries, type NewInvoice } from "./plan-invoice.ts";

/** Makes an invoice: a draft, or one that is sent at once. A job without lines of its own is invoiced once: again, the same invoice is answered. */
export async function createInvoice(ctx: Ctx, asked: Inside<z.output<typeof CreateInvoice>>) {
  const isOfJob = asked.jobId !== undefined && asked.lineItems === undefined;
  return await makeInvoice(ctx, { ...asked, source: isOfJob ? `job:${asked.jobId}` : null });
}

/** Makes an invoice of a source, once; the same source again answers the invoice that is there. */
export async function makeInvoice(ctx: Ctx, asked: NewInvoice) {
  const attempt = async () => {
    const { parts, events, audit, row, repeated } = await invoiceParts(
      ctx,
      asked,
      await load(ctx, invoiceQueries(ctx, asked)),
    );
    const result = { ...presented(ctx, row), repeated };
    return repeated ? result : await commit(ctx, { parts, events, audit, result });
  };
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== "invoice.source_taken") throw error;
    return await attempt(); // another request was faster: its invoice is there now
  }
}
