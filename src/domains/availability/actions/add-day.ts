import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { type ClosedDay, closedDays } from "../tables.ts";

/** Closes the business on a day, or opens it on a public holiday. */
export async function addDay(ctx: Ctx, input: Pick<ClosedDay, "date" | "name" | "closed">): Promise<ClosedDay> {
  const part = closedDays.insert(ctx, { ...input, id: closedDays.newId() });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
