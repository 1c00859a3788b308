import { providerNames } from "#/integrations/payments/index.ts";
import { isCurrency } from "#/kernel/currencies.ts";
import { DateField, InstantField, line, z } from "#/kernel/fields.ts";
import { MAX_CENTS } from "#/kernel/money.ts";
import { transactionKinds, transactionStatuses } from "./tables.ts";

const Provider = z.enum(providerNames);

/** `2026-03-31`, `2026-03-31 18:04:11` (UTC, as Stripe's reports have it), or RFC 3339. */
const ReportedTime = z.string().transform((text, at): string => {
  const written = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)$/.exec(text.trim());
  const [, day, time = ""] = written ?? [];
  const parsed = (/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? DateField : InstantField).safeParse(
    written ? `${day}T${time.length === 5 ? `${time}:00` : time}Z` : text.trim(),
  );
  if (parsed.success) return parsed.data;
  at.addIssue({ code: "custom", message: "must be like 2026-03-31, 2026-03-31 18:04:11 in UTC, or RFC 3339" });
  return z.NEVER;
});

/** A row of a file. */
export const ReportedPayment = z.object({
  external_id: line(255),
  provider: Provider,
  kind: z.enum(transactionKinds).optional(),
  status: z.enum(transactionStatuses).optional(),
  gross_cents: z.int().min(-MAX_CENTS).max(MAX_CENTS),
  fee_cents: z.int().min(-MAX_CENTS).max(MAX_CENTS).optional(),
  currency: z
    .string()
    .transform((text) => text.trim().toUpperCase())
    .refine(isCurrency, "must be an ISO 4217 currency code, like USD")
    .optional(),
  occurred_at: ReportedTime,
  customer: line(200).optional(),
  reference: line(500).optional(),
  parent_external_id: line(255).optional(),
});
