import { line, together, z } from "#/kernel/fields.ts";
import { endsAfterStart, JobPriority, optional, times, windowInOrder } from "./job-schemas.ts";

export const AddVisit = z
  .strictObject({
    title: line(160).optional(),
    priority: JobPriority.optional(),
    ...z.object(times).partial().shape,
    description: optional.description.optional(),
    duration_minutes: optional.duration_minutes.optional(),
  })
  .refine(...together("scheduled_start", "scheduled_end"))
  .refine(...together("arrival_window_start", "arrival_window_end"))
  .refine(...endsAfterStart)
  .refine(...windowInOrder)
  .openapi("AddVisit", {
    example: {
      title: "Fit the compressor",
      scheduled_start: "2026-04-02T13:00:00Z",
      scheduled_end: "2026-04-02T15:00:00Z",
    },
  });
