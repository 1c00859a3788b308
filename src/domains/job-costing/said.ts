import type { Ctx } from "#/ctx.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { type JobCosting, jobCostings } from "./tables.ts";

type Said = Partial<Omit<JobCosting, "tenantId" | "id" | "createdBy" | "createdAt" | "updatedAt" | "version">>;

/** Judges the conditions of the request by what is said of the costs of a job: of version 0 before anything is. */
export const assertSaid = (ctx: Ctx, jobId: number, before: JobCosting | undefined): void =>
  assertVersion(ctx, jobCostings.entity, before ?? { id: jobId, version: 0 });

/** Says something of the costs of a job, for the first time or otherwise than before. */
export function said(ctx: Ctx, jobId: number, before: JobCosting | undefined, fields: Said | Undefined) {
  if (!before) return jobCostings.insert(ctx, { estimated: {}, ...defined(fields), id: jobId });
  return jobCostings.change(ctx, before, fields as Said);
}
type Undefined = { [K in keyof Said]?: Said[K] | undefined };

const defined = (fields: Undefined): Said =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
