import { attachment } from "#/http/attachment.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addReceipt, removeReceipt } from "./actions/add-receipt.ts";
import { anyExpense, ownExpense } from "./own.ts";
import { openReceipt } from "./receipt-file.ts";
import { ExpenseReceipt, ReceiptParams, ReceiptQuery } from "./schemas.ts";

// The same for the office and for technicians, who have only their own expenses.

const upload = {
  types: ["image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"] as [string, ...string[]],
  maxBytes: 10 * 1024 * 1024,
  example: btoa("not looked at"),
};
const UPLOAD = "While it is a draft. The body is the file itself, up to 10 MiB; at most 10.";
const FILE = "In the type in which it came, to be saved and not shown.";
const file = { contentType: "application/octet-stream", example: "the bytes of the file" };

type Opened = Awaited<ReturnType<typeof openReceipt>>;
const saved = ({ body, name, type }: Opened): Response =>
  new Response(body, { headers: { "Content-Type": type, "Content-Disposition": attachment(name) } });

export const routes = [
  endpoint({
    method: "post",
    path: "/admin/expenses/{id}/receipts",
    operationId: "addExpenseReceipt",
    summary: "Add a receipt of an expense",
    description: UPLOAD,
    by: "user",
    permission: "expenses:write",
    params: IdParams,
    query: ReceiptQuery,
    upload,
    response: ExpenseReceipt,
    status: 201,
    handler: (ctx, { params, query, file }) => addReceipt(ctx, { id: params.id, name: query.name, file }, anyExpense),
  }),
  rawEndpoint({
    ...file,
    method: "get",
    path: "/admin/expenses/{id}/receipts/{receipt_id}/file",
    operationId: "getExpenseReceipt",
    summary: "Get the file of a receipt",
    description: FILE,
    by: "user",
    permission: "expenses:read",
    params: ReceiptParams,
    handler: async (ctx, { params }) => saved(await openReceipt(ctx, params, anyExpense)),
  }),
  endpoint({
    method: "delete",
    path: "/admin/expenses/{id}/receipts/{receipt_id}",
    operationId: "removeExpenseReceipt",
    summary: "Remove a receipt of an expense",
    description: "While it is a draft. With its file, for good.",
    by: "user",
    permission: "expenses:write",
    params: ReceiptParams,
    response: ExpenseReceipt,
    handler: (ctx, { params }) => removeReceipt(ctx, params, anyExpense),
  }),
  endpoint({
    method: "post",
    path: "/tech/expenses/{id}/receipts",
    operationId: "addOwnExpenseReceipt",
    summary: "Add a receipt of an expense of your own",
    description: UPLOAD,
    by: "user",
    permission: "expenses:own",
    params: IdParams,
    query: ReceiptQuery,
    upload,
    response: ExpenseReceipt,
    status: 201,
    handler: (ctx, { params, query, file }) =>
      addReceipt(ctx, { id: params.id, name: query.name, file }, ownExpense(ctx)),
  }),
  rawEndpoint({
    ...file,
    method: "get",
    path: "/tech/expenses/{id}/receipts/{receipt_id}/file",
    operationId: "getOwnExpenseReceipt",
    summary: "Get the file of a receipt of your own",
    description: FILE,
    by: "user",
    permission: "expenses:own",
    params: ReceiptParams,
    handler: async (ctx, { params }) => saved(await openReceipt(ctx, params, ownExpense(ctx))),
  }),
  endpoint({
    method: "delete",
    path: "/tech/expenses/{id}/receipts/{receipt_id}",
    operationId: "removeOwnExpenseReceipt",
    summary: "Remove a receipt of an expense of your own",
    description: "While it is a draft. With its file, for good.",
    by: "user",
    permission: "expenses:own",
    params: ReceiptParams,
    response: ExpenseReceipt,
    handler: (ctx, { params }) => removeReceipt(ctx, params, ownExpense(ctx)),
  }),
];
