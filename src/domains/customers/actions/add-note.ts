import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdStanding, openCustomer } from "../history-repo.ts";
import { customerNotes } from "../tables.ts";

/** Writes something down about a customer, with who and when. Notes are never changed. */
export async function addNote(ctx: Ctx, { id: customerId, text }: { id: number; text: string }) {
  await load(ctx, { customer: openCustomer(ctx, customerId) });
  const part = customerNotes.insert(ctx, { id: customerNotes.newId(), customerId, text });
  return await commit(ctx, {
    parts: [...holdStanding(ctx, customerId), part],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
