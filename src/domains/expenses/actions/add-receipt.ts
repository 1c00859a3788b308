import type { Ctx } from "#/ctx.ts";
import { dropFile, newFilePath, putFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import { tooManyReceipts } from "../errors.ts";
import { type Check, expenseSeen, receiptOf, receiptsOf } from "../repo.ts";
import { assertStep } from "../steps.ts";
import { type ExpenseReceipt, expenseReceipts, expenses } from "../tables.ts";

const MOST_RECEIPTS = 10;

type File = { bytes: Uint8Array<ArrayBuffer>; type: string; sha256: string };
type AddReceipt = { id: number; name: string | undefined; file: File };

/** What a file is called that came without a name. */
const unnamed = (type: string): string => `receipt.${type.split("/")[1]?.replace("jpeg", "jpg")}`;

/** Keeps a receipt of a draft. The same file again is the one that is there. */
export async function addReceipt(ctx: Ctx, { id, name, file }: AddReceipt, check: Check): Promise<ExpenseReceipt> {
  const { expense, receipts } = await load(ctx, {
    expense: expenseSeen(ctx, id, check),
    receipts: receiptsOf(ctx, id),
  });
  assertStep(ctx, expense, "change");
  const known = receipts.find(({ sha256 }) => sha256 === file.sha256);
  if (known) return known;
  if (receipts.length >= MOST_RECEIPTS) throw tooManyReceipts(MOST_RECEIPTS);
  const fileKey = newFilePath(ctx, "expenses");
  await putFile(ctx, fileKey, file);
  const part = expenseReceipts.insert(ctx, {
    ...{ id: expenseReceipts.newId(), expenseId: id, name: name ?? unnamed(file.type), contentType: file.type },
    ...{ bytes: file.bytes.length, sha256: file.sha256, fileKey },
  });
  try {
    return await commit(ctx, {
      parts: [part, expenses.change(ctx, expense, { receipts: receipts.length + 1 })],
      audit: { action: "add", of: part },
      result: part.row,
    });
  } catch (error) {
    if (error instanceof AppError) dropFile(ctx, fileKey); // refused: the row is not there
    throw error;
  }
}

/** Removes a receipt of a draft for good. */
export async function removeReceipt(
  ctx: Ctx,
  { id, receiptId }: { id: number; receiptId: number },
  check: Check,
): Promise<ExpenseReceipt> {
  const { expense, receipt } = await load(ctx, {
    expense: expenseSeen(ctx, id, check),
    receipt: receiptOf(ctx, id, receiptId),
  });
  assertStep(ctx, expense, "change");
  const part = expenseReceipts.remove(ctx, receipt);
  const fewer = expenses.change(ctx, expense, { receipts: expense.receipts - 1 });
  await commit(ctx, { parts: [part, fewer], audit: { action: "remove", of: part }, result: receipt });
  dropFile(ctx, receipt.fileKey);
  return receipt;
}
