import type { Ctx } from "#/ctx.ts";
import { dropFile, newFilePath, putFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import { holdAttachments, openCustomer } from "../history-repo.ts";
import { type CustomerAttachment, customerAttachments } from "../tables.ts";

type AddAttachment = { id: number; name: string | undefined; bytes: Uint8Array<ArrayBuffer>; type: string };

/** What a file is called that came without a name. */
const unnamed = (type: string): string =>
  `attachment.${type.split("/")[1]?.replace("jpeg", "jpg").replace("plain", "txt")}`;

/** Keeps a file about a customer. */
export async function addAttachment(
  ctx: Ctx,
  { id: customerId, name, bytes, type }: AddAttachment,
): Promise<CustomerAttachment> {
  await load(ctx, { customer: openCustomer(ctx, customerId) });
  const fileKey = newFilePath(ctx, "customers");
  await putFile(ctx, fileKey, { bytes, type });
  const part = customerAttachments.insert(ctx, {
    id: customerAttachments.newId(),
    customerId,
    name: name ?? unnamed(type),
    contentType: type,
    bytes: bytes.length,
    fileKey,
  });
  try {
    return await commit(ctx, {
      parts: [part, ...holdAttachments(ctx, customerId)],
      audit: { action: "add", of: part },
      result: part.row,
    });
  } catch (error) {
    if (error instanceof AppError) dropFile(ctx, fileKey); // refused: the row is not there
    throw error;
  }
}
