import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { contactKeys, joinContacts } from "../contacts.ts";
import { customerMerged as alreadyMerged, mergeIntoItself } from "../errors.ts";
import { customerMerged } from "../events.ts";
import { renewSiteWords } from "../history-repo.ts";
import { moveHistory, redirect } from "../merge-repo.ts";
import { moveContacts, moveTags } from "../repo.ts";
import { filledFrom } from "../rules.ts";
import { mergeSums } from "../sum-repo.ts";
import { type Customer, customers } from "../tables.ts";

/**
 * Two customers turned out to be one. All that was done for the one moves to the other, who gets the phones, e-mails and tags too, and what was
 * blank; the id of the one leads to the other from now on.
 */
export async function mergeCustomers(ctx: Ctx, { id, into }: { id: number; into: number }): Promise<Customer> {
  if (id === into) throw mergeIntoItself();
  const { merged, kept } = await load(ctx, {
    merged: customers.one(ctx, id),
    kept: customers.one(ctx, into, "into"),
  });
  customers.assertCurrent(ctx, merged);
  if (kept.mergedInto !== null) throw alreadyMerged(into, kept.mergedInto, "into");
  if (merged.mergedInto === into) return kept;
  if (merged.mergedInto !== null) throw alreadyMerged(id, merged.mergedInto);

  const gone = customers.change(ctx, merged, { mergedInto: into });
  const contacts = joinContacts(kept, merged);
  const tags = [...new Set([...kept.tags, ...merged.tags])];
  const part = customers.change(ctx, kept, { ...filledFrom(kept, merged), ...contacts, tags });
  return await commit(ctx, {
    parts: [
      gone,
      moveContacts(ctx, id, contactKeys(merged), [], false),
      moveTags(ctx, id, merged.tags, []),
      redirect(ctx, { from: id, to: into }),
      part,
      moveContacts(ctx, into, contactKeys(kept), contactKeys(contacts), false),
      moveTags(ctx, into, kept.tags, tags),
      ...(await moveHistory(ctx, { from: id, to: into })),
      ...mergeSums(ctx, { from: id, to: into }),
      ...renewSiteWords(ctx, into),
    ],
    events: [customerMerged({ id, mergedInto: into, customer: part.row })],
    audit: [
      { action: "merge", of: gone },
      { action: "merge", of: part, details: { merged: id } },
    ],
    result: part.row,
  });
}
