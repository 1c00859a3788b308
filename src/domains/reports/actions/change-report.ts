import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { assertFit, completed, definitionIn } from "../definitions.ts";
import { notYours } from "../errors.ts";
import { fitsSchedules, seenReport } from "../repo.ts";
import type { ChangeReport } from "../schemas.ts";
import { type Report, reports } from "../tables.ts";

type Change = Inside<z.output<typeof ChangeReport>>;

/** Changes a report; as a whole it is judged again. Runs that have begun go on as it was. */
export async function changeReport(
  ctx: Ctx,
  id: number,
  { name, description, visibility, ...asked }: Change,
): Promise<Report> {
  const { report } = await load(ctx, { report: seenReport(ctx, id) });
  reports.assertCurrent(ctx, report);
  if (visibility === "private" && report.createdBy !== actorName(ctx.actor)) throw notYours();
  const changed = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const definition = completed({ ...definitionIn(report), ...changed });
  assertFit(ctx, definition);
  const part = reports.change(ctx, report, { name, description, visibility, ...definition });
  return await commit(ctx, {
    parts: [part, ...fitsSchedules(ctx, report, part.row)],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
