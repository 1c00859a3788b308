import {
  Cents,
  DateField,
  daysInOrder,
  Id,
  IdText,
  InstantOut,
  line,
  namesAField,
  prose,
  Quantity,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { expenseKinds, expenseStatuses, paymentSources } from "./rules.ts";

const Amount = Cents.min(1).openapi({ example: 4895 });
const PaymentSource = z.enum(paymentSources);

export const expenseExample = {
  id: 12,
  technician_id: 1,
  kind: "amount" as const,
  status: "approved" as const,
  expense_category_id: 2,
  vendor: "Ace Hardware",
  incurred_on: "2026-03-27",
  amount_cents: 4895,
  tax_cents: 315,
  miles: null,
  mileage_rate_millicents: null,
  payment_source: "out_of_pocket" as const,
  billable: false,
  job_id: 42,
  customer_id: 7,
  note: "Fittings for the Jennings job",
  receipts: 1,
  submitted_at: "2026-03-27T18:05:00.000Z",
  submitted_by: "user:3",
  decided_at: "2026-03-28T09:00:00.000Z",
  decided_by: "user:1",
  decision_reason: null,
  approved_cents: 4895,
  counts_on: "2026-03-28",
  taken_back_on: null,
  pay_period_id: null,
  reimbursed_on: null,
  voided_at: null,
  void_reason: null,
  created_by: "user:3",
  created_at: "2026-03-27T18:00:00.000Z",
  updated_at: "2026-03-28T09:00:00.000Z",
  version: 4,
};

export const Expense = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    kind: z.enum(expenseKinds),
    status: z.enum(expenseStatuses),
    expense_category_id: z.int().nullable(),
    vendor: z.string().nullable(),
    incurred_on: z.iso.date(),
    amount_cents: z.int(),
    tax_cents: z.int(),
    miles: z.number().nullable(),
    mileage_rate_millicents: z.int().nullable(),
    payment_source: PaymentSource,
    billable: z.boolean(),
    job_id: z.int().nullable(),
    customer_id: z.int().nullable(),
    note: z.string().nullable(),
    receipts: z.int(),
    submitted_at: InstantOut.nullable(),
    submitted_by: z.string().nullable(),
    decided_at: InstantOut.nullable(),
    decided_by: z.string().nullable(),
    decision_reason: z.string().nullable(),
    approved_cents: z.int().nullable(),
    counts_on: z.iso.date().nullable(),
    taken_back_on: z.iso.date().nullable(),
    pay_period_id: z.int().nullable(),
    reimbursed_on: z.iso.date().nullable(),
    voided_at: InstantOut.nullable(),
    void_reason: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Expense", { example: expenseExample });
export const ExpensePage = pageOf("ExpensePage", Expense);

export const HintedExpense = Expense.extend({
  possible_duplicates: z.array(z.int()).openapi({
    description:
      "ids of up to 10 expenses that may be the same one: the same amount within three days at the same vendor, the same way on the same day, or the very same receipt",
  }),
}).openapi("HintedExpense", { example: { ...expenseExample, possible_duplicates: [9] } });

export const ExpenseReceipt = z
  .object({
    id: z.int(),
    expense_id: z.int(),
    name: z.string(),
    content_type: z.string(),
    bytes: z.int(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("ExpenseReceipt", {
    example: {
      ...{ id: 5, expense_id: 12, name: "receipt.jpg", content_type: "image/jpeg", bytes: 48213 },
      ...{ created_by: "user:3", created_at: "2026-03-27T18:01:00.000Z" },
    },
  });

export const WholeExpense = HintedExpense.extend({ receipt_files: z.array(ExpenseReceipt) }).openapi("WholeExpense", {
  example: {
    ...{ ...expenseExample, possible_duplicates: [] },
    receipt_files: [
      {
        ...{ id: 5, expense_id: 12, name: "receipt.jpg", content_type: "image/jpeg", bytes: 48213 },
        ...{ created_by: "user:3", created_at: "2026-03-27T18:01:00.000Z" },
      },
    ],
  },
});

const Miles = Quantity.openapi({
  description: "miles driven in the technician's own vehicle; the setting `mileage_rate_millicents` makes the amount",
  example: 100,
});
const given = {
  expense_category_id: Id.optional(),
  vendor: line(120).optional(),
  incurred_on: DateField,
  amount_cents: Amount.optional(),
  miles: Miles.optional(),
  tax_cents: Cents.default(0),
  payment_source: PaymentSource.default("out_of_pocket"),
  billable: z.boolean().default(false),
  job_id: Id.optional(),
  note: prose(2000).optional(),
};
const oneAmount: [(body: { amount_cents?: number | undefined; miles?: number | undefined }) => boolean, object] = [
  ({ amount_cents, miles }) => (amount_cents === undefined) !== (miles === undefined),
  { path: ["amount_cents"], error: "send either amount_cents or miles" },
];
const example = {
  ...{ expense_category_id: 2, vendor: "Ace Hardware", incurred_on: "2026-03-27", amount_cents: 4895, tax_cents: 315 },
  ...{ job_id: 42, note: "Fittings for the Jennings job" },
};

export const CreateOwnExpense = z
  .strictObject(given)
  .refine(...oneAmount)
  .openapi("CreateOwnExpense", { example });
export const CreateExpense = z
  .strictObject({ technician_id: Id, ...given, customer_id: Id.optional() })
  .refine(...oneAmount)
  .openapi("CreateExpense", { example: { technician_id: 1, ...example } });

const change = {
  expense_category_id: Id.optional(),
  vendor: line(120).nullable().optional(),
  incurred_on: DateField.optional(),
  amount_cents: Amount.optional(),
  miles: Miles.optional(),
  tax_cents: Cents.optional(),
  payment_source: PaymentSource.optional(),
  billable: z.boolean().optional(),
  job_id: z.union([Id, z.null()]).optional(),
  note: prose(2000).nullable().optional(),
};
const notBoth: [(body: { amount_cents?: number | undefined; miles?: number | undefined }) => boolean, object] = [
  ({ amount_cents, miles }) => amount_cents === undefined || miles === undefined,
  { path: ["amount_cents"], error: "send either amount_cents or miles" },
];
export const ChangeOwnExpense = z
  .strictObject(change)
  .refine(...namesAField)
  .refine(...notBoth)
  .openapi("ChangeOwnExpense", { example: { amount_cents: 4995 } });
export const ChangeExpense = z
  .strictObject({ ...change, customer_id: z.union([Id, z.null()]).optional() })
  .refine(...namesAField)
  .refine(...notBoth)
  .openapi("ChangeExpense", { example: { amount_cents: 4995 } });

export const ApproveExpense = z
  .strictObject({
    approved_cents: Amount.optional().openapi({ description: "at most what is claimed; all of it when absent" }),
    note: line(500).optional().openapi({ description: "why it is less, for the claimant" }),
  })
  .openapi("ApproveExpense", { example: { approved_cents: 4000, note: "The gloves are not for the job" } });
const Reason = z.strictObject({ reason: line(500) });
export const RejectExpense = Reason.openapi("RejectExpense", { example: { reason: "It is a private purchase" } });
export const VoidExpense = Reason.openapi("VoidExpense", { example: { reason: "It was claimed twice" } });
export const ReimburseExpense = z
  .strictObject({ paid_on: DateField.optional().openapi({ description: "today when absent" }) })
  .openapi("ReimburseExpense", { example: {} });

const filters = {
  status: z.enum(expenseStatuses).optional(),
  expense_category_id: IdText.optional(),
  job_id: IdText.optional(),
  date_from: DateField.optional().openapi({ description: "expenses of this local day or later" }),
  date_to: DateField.optional().openapi({ description: "expenses of this local day or earlier" }),
  sort: sortBy("id", "updated_at", "incurred_on"),
};
export const OwnExpenseQuery = PageQuery.extend(filters).refine(...daysInOrder);
export const ExpenseQuery = PageQuery.extend({
  ...filters,
  technician_id: IdText.optional(),
  customer_id: IdText.optional(),
  payment_source: PaymentSource.optional(),
}).refine(...daysInOrder);

export const ReceiptQuery = z.object({
  name: line(120)
    .optional()
    .openapi({ description: "name of the file; `receipt` with an ending that fits when absent" }),
});
const inPath = (name: string) => IdText.openapi({ param: { name, in: "path" } });
export const ReceiptParams = z.object({ id: inPath("id"), receipt_id: inPath("receipt_id") });
