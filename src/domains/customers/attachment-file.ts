import type { Ctx } from "#/ctx.ts";
import { openFile } from "#/db/files.ts";
import { read } from "#/db/tenant/load.ts";
import { fileMissing } from "./errors.ts";
import { attachmentOf } from "./history-repo.ts";

/** The bytes of an attachment, with its name and type. */
export async function openAttachment(ctx: Ctx, { id, attachmentId }: { id: number; attachmentId: number }) {
  const { attachment } = await read(ctx, { attachment: attachmentOf(ctx, id, attachmentId) });
  const file = await openFile(ctx, attachment.fileKey);
  if (!file) throw fileMissing(attachmentId);
  return { body: file.body, name: attachment.name, type: attachment.contentType };
}
