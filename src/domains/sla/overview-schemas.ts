import { JobPriorityOnWire as JobPriority } from "#/domains/dispatch/index.ts";
import { InstantOut, z } from "#/kernel/fields.ts";
import { SlaViolation } from "./clock-schemas.ts";
import { SlaPolicy } from "./schemas.ts";

const NextDue = z.object({
  job_id: z.int(),
  policy_id: z.int(),
  policy_name: z.string(),
  priority: JobPriority,
  technician_id: z.int().nullable(),
  response_due_at: InstantOut,
  responded_at: InstantOut.nullable(),
  resolution_due_at: InstantOut.nullable(),
  next_at: InstantOut,
});

export const SlaOverview = z
  .object({
    open_violations: z.int(),
    policies: z.array(SlaPolicy),
    next_due: z.array(NextDue),
    last_violations: z.array(SlaViolation),
  })
  .openapi("SlaOverview", {
    example: {
      open_violations: 0,
      policies: [],
      next_due: [
        {
          ...{
            job_id: 7,
            policy_id: 2,
            policy_name: "Commercial customers",
            priority: "urgent" as const,
            technician_id: 3,
          },
          ...{ response_due_at: "2026-03-10T17:30:00.000Z", responded_at: "2026-03-10T16:50:00.000Z" },
          ...{ resolution_due_at: "2026-03-11T16:30:00.000Z", next_at: "2026-03-11T14:54:00.000Z" },
        },
      ],
      last_violations: [],
    },
  });
