import { DateField, z } from "#/kernel/fields.ts";
import { recurrenceUnits } from "./recurrence-rules.ts";

const Unit = z.enum(recurrenceUnits);

/** What the office says; day and time of the first job are the job's own. */
export const SetRecurrence = z
  .strictObject({
    unit: Unit,
    every: z.int().min(1).max(366).default(1),
    until: DateField.optional(),
  })
  .openapi("SetRecurrence", { example: { unit: "month", every: 3 } });

export const Recurrence = z
  .object({
    unit: Unit,
    every: z.int(),
    until: z.string().nullable().openapi({ format: "date" }),
    starts_on: z.string().openapi({ format: "date" }),
    start_time: z.string(),
    timezone: z.string(),
  })
  .openapi("Recurrence", {
    example: {
      unit: "month",
      every: 3,
      until: null,
      starts_on: "2026-03-28",
      start_time: "09:00",
      timezone: "America/New_York",
    },
  });
