import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { PdfFile } from "#/integrations/pdf/index.ts";
import { acceptanceOf } from "./repo.ts";
import { type Estimate, estimates } from "./tables.ts";
import { pdfOf } from "./view.ts";

/** An estimate as PDF, for whoever `check` lets see it. */
export async function estimatePdf(
  ctx: Ctx,
  id: number,
  check: (estimate: Estimate) => void = () => undefined,
): Promise<PdfFile> {
  const { estimate, ...shown } = await read(ctx, {
    estimate: estimates.one(ctx, id),
    acceptance: acceptanceOf(ctx, id),
    organization: organizationOf(ctx),
  });
  check(estimate);
  return await pdfOf(ctx, estimate, shown);
}
