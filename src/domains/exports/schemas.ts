import { SaleFilterQuery } from "#/domains/sales/index.ts";
import { DateField, daysInOrder, IdText, z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";

const bom = z
  .enum(["0", "1"])
  .optional()
  .openapi({ description: "1: the file begins with a byte order mark, by which older spreadsheets know UTF-8" });
export const FileQuery = z.object({ bom });

export const SaleFileQuery = SaleFilterQuery.extend({ bom }).refine(...daysInOrder);
export type SaleFileFilter = Inside<z.output<typeof SaleFileQuery>>;

export const CommissionReportQuery = z
  .object({
    date_from: DateField.optional().openapi({
      description: "first day on which an entry counts, in the business' time zone",
    }),
    date_to: DateField.optional().openapi({ description: "last day" }),
    technician_id: IdText.optional(),
    bom,
  })
  .refine(...daysInOrder);
export type CommissionReportFilter = Inside<z.output<typeof CommissionReportQuery>>;

const inPath = (name: string) => IdText.openapi({ param: { name, in: "path" } });
export const PeriodParams = z.object({ pay_period_id: inPath("pay_period_id") });
export const StatementFileParams = z.object({
  technician_id: inPath("technician_id"),
  pay_period_id: inPath("pay_period_id"),
});
