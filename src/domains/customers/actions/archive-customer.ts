import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { customerMerged } from "../errors.ts";
import { customerArchived, customerUpdated } from "../events.ts";
import { type Customer, customers } from "../tables.ts";

/** Puts a customer away who is no longer served, or takes them back. What was done for them stays. */
export async function archiveCustomer(
  ctx: Ctx,
  { id, archived }: { id: number; archived: boolean },
): Promise<Customer> {
  const { customer } = await load(ctx, { customer: customers.one(ctx, id) });
  customers.assertCurrent(ctx, customer);
  if (customer.mergedInto !== null) throw customerMerged(id, customer.mergedInto);
  if ((customer.archivedAt !== null) === archived) return customer;
  const part = customers.change(ctx, customer, { archivedAt: archived ? ctx.now : null });
  return await commit(ctx, {
    parts: [part],
    events: [(archived ? customerArchived : customerUpdated)(part.row, customer)],
    audit: { action: archived ? "archive" : "restore", of: part },
    result: part.row,
  });
}
