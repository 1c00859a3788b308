import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { again } from "../again.ts";
import { estimateExpired, notAccepted } from "../errors.ts";
import { estimateConverted } from "../events.ts";
import { presented } from "../present.ts";
import { isAgreed, standingOf } from "../rules.ts";
import type { ConvertEstimate } from "../step-schemas.ts";
import { type Estimate, estimates } from "../tables.ts";
import { invoiceOf, jobOf, saleOf } from "./plan-conversion.ts";

type Asked = Inside<z.output<typeof ConvertEstimate>> & { id: number };

/**
 * Makes a job, a sale or an invoice of an accepted estimate, each once: what was made before is answered again, and of two requests at the same
 * moment the second finds what the first has made.
 */
export const convertEstimate = (ctx: Ctx, asked: Asked) => again(() => attempt(ctx, asked));

const columns = { job: "convertedJobId", sale: "convertedSaleId", invoice: "convertedInvoiceId" } as const;

async function attempt(ctx: Ctx, { id, create, ...asked }: Asked) {
  const { estimate } = await load(ctx, { estimate: estimates.one(ctx, id) });
  if (estimate[columns[create]] !== null) return answerOf(estimate, true);
  assertAgreed(ctx, estimate);
  estimates.assertCurrent(ctx, estimate);
  const plan = await { job: jobOf, sale: saleOf, invoice: invoiceOf }[create](ctx, estimate, asked);
  const part = estimates.change(ctx, estimate, {
    ...{ status: "converted", convertedAt: estimate.convertedAt ?? ctx.now, [columns[create]]: plan.row.id },
  });
  return await commit(ctx, {
    parts: [part, ...plan.parts],
    events: [...plan.events, estimateConverted(presented(part.row), presented(estimate))],
    audit: [{ action: "convert", of: part, details: { create } }, ...plan.audit],
    result: answerOf(part.row, false),
  });
}

function assertAgreed(ctx: Ctx, estimate: Estimate): void {
  const { id, status, validUntil } = estimate;
  if (isAgreed(status)) return;
  const standing = standingOf(estimate, localDateOf(ctx.now, ctx.tenant.timezone));
  throw standing === "expired" ? estimateExpired(id, validUntil) : notAccepted(id, status);
}

const answerOf = (estimate: Estimate, repeated: boolean) => ({
  estimate: presented(estimate),
  jobId: estimate.convertedJobId,
  saleId: estimate.convertedSaleId,
  invoiceId: estimate.convertedInvoiceId,
  repeated,
});
