import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { assertFit, completed } from "../definitions.ts";
import type { CreateReport } from "../schemas.ts";
import { type Report, reports } from "../tables.ts";

/** Makes a report. It is judged whole: what is stored can be answered. */
export async function createReport(ctx: Ctx, asked: Inside<z.output<typeof CreateReport>>): Promise<Report> {
  const definition = completed(asked);
  assertFit(ctx, definition);
  const part = reports.insert(ctx, {
    id: reports.newId(),
    name: asked.name,
    description: asked.description ?? null,
    visibility: asked.visibility ?? "private",
    ownerId: ctx.actor.kind === "user" ? ctx.actor.userId : null,
    ...definition,
  });
  return await commit(ctx, { parts: [part], audit: { action: "create", of: part }, result: part.row });
}
