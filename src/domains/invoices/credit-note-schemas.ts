import { Cents, DateField, daysInOrder, IdText, InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { amountsExample, amountsOut, LocalDay, partyExample, partyOut, Reason } from "./schemas.ts";

export const CreditNote = z
  .object({
    id: z.int(),
    number: z.string(),
    invoice_id: z.int(),
    invoice_number: z.string(),
    ...partyOut,
    ...amountsOut,
    reason: z.string(),
    issued_on: LocalDay,
    applied_cents: z.int(),
    refunded_cents: z.int(),
    unapplied_cents: z.int(),
    voided_at: InstantOut.nullable(),
    void_reason: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("CreditNote", {
    example: {
      id: 3,
      number: "CN-3",
      invoice_id: 42,
      invoice_number: "INV-42",
      ...partyExample,
      ...amountsExample,
      reason: "The second visit was not needed",
      issued_on: "2026-04-02",
      applied_cents: 15000,
      refunded_cents: 0,
      unapplied_cents: 0,
      voided_at: null,
      void_reason: null,
      created_by: "user:1",
      created_at: "2026-04-02T15:00:00.000Z",
      updated_at: "2026-04-02T15:00:00.000Z",
      version: 1,
    },
  });
export const CreditNotePage = pageOf("CreditNotePage", CreditNote);

export const IssueCreditNote = z
  .strictObject({
    reason: Reason,
    amount_cents: Cents.min(1).optional(),
    apply: z.boolean().default(true),
    issued_on: DateField.optional(),
  })
  .openapi("IssueCreditNote", { example: { reason: "The second visit was not needed", amount_cents: 1 } });

export const CreditNoteQuery = PageQuery.extend({
  customer_id: IdText.optional(),
  invoice_id: IdText.optional().openapi({ description: "those of this invoice" }),
  unapplied: z.enum(["true"]).optional(),
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  sort: sortBy("issued_on", "id", "updated_at"),
}).refine(...daysInOrder);
