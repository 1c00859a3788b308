import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { removeRow, seenReport } from "../repo.ts";
import { type Report, reports } from "../tables.ts";

/** Removes a report that has no schedules. What was run is kept until it expires. */
export async function removeReport(ctx: Ctx, id: number): Promise<Report> {
  const { report } = await load(ctx, { report: seenReport(ctx, id) });
  reports.assertCurrent(ctx, report);
  const part = removeRow(ctx, report);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: report });
}
