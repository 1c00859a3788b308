import type { Ctx } from "#/ctx.ts";
import { dropFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { attachmentOf, openCustomer } from "../history-repo.ts";
import { type CustomerAttachment, customerAttachments } from "../tables.ts";

type RemoveAttachment = { id: number; attachmentId: number };

/** Removes a file about a customer for good. */
export async function removeAttachment(ctx: Ctx, { id, attachmentId }: RemoveAttachment): Promise<CustomerAttachment> {
  const { attachment } = await load(ctx, {
    customer: openCustomer(ctx, id),
    attachment: attachmentOf(ctx, id, attachmentId),
  });
  const part = customerAttachments.remove(ctx, attachment);
  const removed = await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: attachment });
  dropFile(ctx, attachment.fileKey);
  return removed;
}
