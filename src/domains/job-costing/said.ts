import type { Ctx } from "#/ctx.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { type JobCosting, jobCostings } from "./tables.ts";

type Said = Partial<Omit<JobCosting, "tenantId" | "id" | "createdBy" | "createdAt" | "updatedAt" | "version">>;

/** Says something of the costs of a job, for the first time or otherwise than before. */
export function said(ctx: Ctx, jobId: number, before: JobCosting | undefined, fields: Said | Undefined) {
  assertVersion(ctx, jobCostings.entity, before ?? { id: jobId, version: undefined });
  if (!before) return jobCostings.insert(ctx, { estimated: {}, ...defined(fields), id: jobId });
  return jobCostings.change(ctx, before, fields as Said);
}
type Undefined = { [K in keyof Said]?: Said[K] | undefined };

const defined = (fields: Undefined): Said =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
