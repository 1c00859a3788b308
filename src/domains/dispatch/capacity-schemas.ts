import { HolidayOnWire, someDays } from "#/domains/availability/index.ts";
import { DateField, IdText, z } from "#/kernel/fields.ts";

export const CapacityQuery = someDays(
  z.object({
    date_from: DateField.optional().openapi({ description: "first local day; today when absent" }),
    date_to: DateField.optional().openapi({ description: "last local day; 6 days after `date_from` when absent" }),
    technician_id: IdText.optional().openapi({ description: "of this technician alone" }),
  }),
  31,
);

export const Capacity = z
  .object({
    timezone: z.string(),
    days: z
      .array(
        z.object({
          date: z.string().openapi({ format: "date" }),
          holiday: z.union([HolidayOnWire, z.null()]).openapi({ description: "the holiday of the day; null: none" }),
          technicians: z.int().openapi({ description: "active technicians who work on this day" }),
          technicians_off: z
            .int()
            .openapi({ description: "active technicians whose shifts time off takes away, all of them or a part" }),
          available_minutes: z.int().openapi({ description: "minutes in which they work, less time off and lunch" }),
          time_off_minutes: z.int().openapi({ description: "minutes of their shifts that time off takes away" }),
          jobs: z.int().openapi({ description: "jobs that are planned on this day, in part or as a whole" }),
          booked_minutes: z.int().openapi({
            description:
              "planned minutes of jobs with a technician, as far as they lie in the day; may be more than there are",
          }),
          unassigned_minutes: z.int().openapi({ description: "planned minutes of jobs without a technician" }),
        }),
      )
      .openapi({ description: "the days, in their order" }),
  })
  .openapi("DispatchCapacity", {
    example: {
      timezone: "America/New_York",
      days: [
        {
          date: "2026-03-27",
          holiday: null,
          technicians: 12,
          technicians_off: 1,
          available_minutes: 6120,
          time_off_minutes: 540,
          jobs: 48,
          booked_minutes: 4500,
          unassigned_minutes: 240,
        },
      ],
    },
  });
