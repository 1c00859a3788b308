import type { Ctx } from "#/ctx.ts";
import { openFile } from "#/db/files.ts";
import { read } from "#/db/tenant/load.ts";
import { receiptFileMissing } from "./errors.ts";
import { type Check, expenseSeen, receiptOf } from "./repo.ts";

/** The bytes of a receipt, with its name and type. */
export async function openReceipt(ctx: Ctx, { id, receiptId }: { id: number; receiptId: number }, check: Check) {
  const { receipt } = await read(ctx, { expense: expenseSeen(ctx, id, check), receipt: receiptOf(ctx, id, receiptId) });
  const file = await openFile(ctx, receipt.fileKey);
  if (!file) throw receiptFileMissing(receiptId);
  return { body: file.body, name: receipt.name, type: receipt.contentType };
}
