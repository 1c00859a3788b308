import { z } from "#/kernel/fields.ts";
import { recurrenceUnits } from "./recurrence-rules.ts";

export const Recurrence = z
  .object({
    unit: z.enum(recurrenceUnits),
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
